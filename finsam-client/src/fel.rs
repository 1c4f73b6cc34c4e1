//! What can go wrong. No error shows the token, the address asked for or anything of a body.

use std::error::Error;
use std::fmt;

use finsam_core::protokoll::{Felkod, Import, Problem};

/// What a call can end in other than well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fel {
    /// The server refused, and says why: `kod`, `detail` and every finding of the rules.
    #[error("{status} {kod}: {detail}", status = .0.status, kod = .0.kod, detail = .0.detail)]
    Problem(Box<Problem>),
    /// The marker that was named has expired: what happened after it is not kept any more. Read everything that is
    /// followed from the lists again, and then go on from the marker given.
    #[error("the marker has expired; read everything again and go on from the one given")]
    Utgangen {
        /// The place of the newest change when the server answered.
        markor: String,
        /// What the server said.
        problem: Box<Problem>,
    },
    /// The server could not be reached, or the connection was lost, also after every attempt.
    #[error("the server could not be reached or the connection was lost")]
    Transport(#[source] reqwest::Error),
    /// The answer is not one of this API's: another server or a proxy may have given it.
    #[error("an answer that is not of this API, with status {status}")]
    Ovantat {
        /// The HTTP status.
        status: u16,
        /// What could not be read in it.
        #[source]
        source: Option<Avkodningsfel>,
    },
    /// The client was used wrongly; nothing was sent.
    #[error("{0}")]
    Bruk(&'static str),
    /// TLS could not be set up; nothing was sent.
    #[error("TLS could not be set up")]
    Tls(#[source] Box<dyn Error + Send + Sync>),
}

impl Fel {
    /// The problem, when the server gave one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) | Self::Utgangen { problem, .. } => Some(problem),
            _ => None,
        }
    }

    /// The HTTP status, when the server answered.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) | Self::Utgangen { problem, .. } => Some(problem.status),
            Self::Ovantat { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The code of the problem, when the server gave one that this client knows.
    #[must_use]
    pub fn kod(&self) -> Option<Felkod> {
        self.problem()?.kod.parse().ok()
    }

    /// What became of the rows of an import of which nothing was written.
    #[must_use]
    pub fn import(&self) -> Option<&Import> {
        self.problem()?.import.as_deref()
    }

    /// What a problem is.
    pub(crate) fn of_problem(problem: Problem) -> Self {
        let expired = problem.kod.parse() == Ok(Felkod::Utgangen);
        match problem.markor.clone().filter(|_| expired) {
            Some(markor) => Self::Utgangen { markor, problem: Box::new(problem) },
            None => Self::Problem(Box::new(problem)),
        }
    }

    /// An error of the connection, without the address.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        Self::Transport(error.without_url())
    }
}

/// Where and how an answer could not be read as what it should be; what stood there is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Avkodningsfel {
    /// The line, from 1.
    pub rad: usize,
    /// The column, from 1.
    pub kolumn: usize,
    kategori: serde_json::error::Category,
}

impl From<&serde_json::Error> for Avkodningsfel {
    fn from(error: &serde_json::Error) -> Self {
        Self { rad: error.line(), kolumn: error.column(), kategori: error.classify() }
    }
}

impl fmt::Display for Avkodningsfel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use serde_json::error::Category;
        let what = match self.kategori {
            Category::Io => "an answer that could not be read",
            Category::Syntax => "no JSON",
            Category::Data => "JSON of another form",
            Category::Eof => "JSON that ends too early",
        };
        write!(f, "{what} at line {} column {}", self.rad, self.kolumn)
    }
}

impl Error for Avkodningsfel {}
