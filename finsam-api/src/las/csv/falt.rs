//! Rows and fields of CSV: where a row ends, and what stands in it (RFC 4180, any one-byte separator).

use std::borrow::Cow;

/// Finds out where a row ends: a line end inside quotes is not the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// At the beginning of a field.
    Field,
    /// In a field without quotes, or after the closing one.
    Bare,
    /// Between quotes.
    Inside,
    /// After a quote that closes, unless another follows.
    Closing,
}

impl Quotes {
    /// The state after these bytes.
    pub(super) fn after(self, bytes: &[u8], separator: u8) -> Self {
        bytes.iter().fold(self, |state, &byte| match (state, byte) {
            (Self::Inside, b'"') => Self::Closing,
            (Self::Inside, _) | (Self::Field | Self::Closing, b'"') => Self::Inside,
            (_, byte) if byte == separator => Self::Field,
            _ => Self::Bare,
        })
    }
}

/// The fields of a row, one after the other; an error when a quote is never closed.
pub(super) struct Fields<'a> {
    rest: Option<&'a str>,
    separator: char,
}

/// A quote that is never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed;

impl<'a> Fields<'a> {
    pub(super) fn of(row: &'a str, separator: u8) -> Self {
        Self { rest: Some(row), separator: char::from(separator) }
    }

    /// A field that began with a quote, which is taken off already.
    fn quoted(&mut self, mut rest: &'a str) -> Result<Cow<'a, str>, Unclosed> {
        let mut field = Cow::Borrowed("");
        loop {
            let (inside, after) = rest.split_once('"').ok_or(Unclosed)?;
            push(&mut field, inside);
            match after.strip_prefix('"') {
                Some(more) => {
                    push(&mut field, "\"");
                    rest = more;
                }
                None => {
                    push(&mut field, self.bare(after));
                    return Ok(field);
                }
            }
        }
    }

    /// All up to the next separator.
    fn bare(&mut self, rest: &'a str) -> &'a str {
        let (field, rest) = match rest.split_once(self.separator) {
            Some((field, rest)) => (field, Some(rest)),
            None => (rest, None),
        };
        self.rest = rest;
        field
    }
}

fn push<'a>(field: &mut Cow<'a, str>, part: &'a str) {
    if field.is_empty() {
        *field = Cow::Borrowed(part);
    } else if !part.is_empty() {
        field.to_mut().push_str(part);
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Cow<'a, str>, Unclosed>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        Some(match rest.strip_prefix('"') {
            Some(quoted) => self.quoted(quoted),
            None => Ok(Cow::Borrowed(self.bare(rest))),
        })
    }
}
