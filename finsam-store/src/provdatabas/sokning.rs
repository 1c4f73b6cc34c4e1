//! Looks for identity numbers in whatever is written.

/// Every form in which a number of twelve digits could stand somewhere.
fn forms(number: &str) -> Vec<Vec<u8>> {
    let (day, end) = number.split_at(8);
    let texts = [
        number.to_owned(),
        number[2..].to_owned(),
        format!("{day}-{end}"),
        format!("{}-{end}", &day[2..]),
        format!("{}+{end}", &day[2..]),
        format!("{day} {end}"),
        number[2..].bytes().map(|byte| format!("%{byte:02X}")).collect(),
        number[2..].bytes().map(|byte| format!("%{byte:02x}")).collect(),
    ];
    let mut forms: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    forms.push(number[2..].encode_utf16().flat_map(u16::to_le_bytes).collect());
    for text in [number, &number[2..]] {
        // As SQLite keeps a whole number, and as memory does.
        let value: u64 = text.parse().unwrap();
        forms.push(value.to_be_bytes()[2..].to_vec());
        forms.push(value.to_le_bytes()[..6].to_vec());
    }
    forms
}

/// What is searched for, by its first two bytes: everything is gone through once, however much there is.
#[derive(Debug)]
pub struct Sokning(Vec<Vec<Vec<u8>>>);

impl Sokning {
    /// A search for numbers of twelve digits.
    #[must_use]
    pub fn new(numbers: &[String]) -> Self {
        let mut by_start = vec![Vec::new(); 1 << 16];
        for form in numbers.iter().flat_map(|number| forms(number)) {
            by_start[usize::from(form[0]) << 8 | usize::from(form[1])].push(form);
        }
        Self(by_start)
    }

    /// The forms of the numbers that stand somewhere.
    #[must_use]
    pub fn standing(&self, place: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for i in 1..place.len() {
            let forms = &self.0[usize::from(place[i - 1]) << 8 | usize::from(place[i])];
            let here = forms.iter().filter(|form| place[i - 1..].starts_with(form));
            found.extend(here.map(|form| String::from_utf8_lossy(form).into_owned()));
        }
        found
    }
    /// Finds none in any of these.
    ///
    /// # Panics
    /// When it finds one.
    pub fn judge(&self, places: Vec<(String, Vec<u8>)>) {
        for (place, bytes) in places {
            let found = self.standing(&bytes);
            assert!(found.is_empty(), "{found:?} in {place}");
        }
    }
}
