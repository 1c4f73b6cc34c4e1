//! The tables of a register, for moving it: in an order in which each names only those before it.
//!
//! This is the one place where statements are made of pieces. A table that a migration adds is added here too; a test
//! compares with the catalogues of both databases.

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slag {
    /// A whole number of eight bytes.
    Int8,
    /// A whole number of four bytes.
    Int4,
    /// A whole number of two bytes.
    Int2,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kolumn {
    pub(crate) namn: &'static str,
    pub(crate) slag: Slag,
}

/// A table.
#[derive(Debug)]
pub(crate) struct Tabell {
    pub(crate) namn: &'static str,
    pub(crate) kolumner: &'static [Kolumn],
    /// So many of its first columns are its primary key.
    pub(crate) nyckel: usize,
    pub(crate) rader: Rader,
}

/// How the rows of a table come to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rader {
    /// The database gives them their numbers.
    Numrerade,
    /// Their keys are given.
    Namngivna,
    /// They say something of the whole register. An empty register may have them too.
    En,
}

macro_rules! tabeller {
    ($($namn:ident($rader:ident, $nyckel:literal) { $($kolumn:ident: $slag:ident,)+ })+) => {
        /// What is moved.
        pub(crate) const TABELLER: &[Tabell] = &[$(Tabell {
            namn: stringify!($namn),
            kolumner: &[$(Kolumn { namn: stringify!($kolumn), slag: Slag::$slag }),+],
            nyckel: $nyckel,
            rader: Rader::$rader,
        }),+];
    };
}

/// What is not moved: it tells of the database, not of the register in it, or can be worked out again of the register.
#[cfg(test)]
pub(crate) const EJ_FLYTTADE: [&str; 5] = ["migrering", "kompatibilitet", "flytt", "nyckelinnehav", "skyddstillstand"];

tabeller! {
    nyckelkontroll(En, 1) { nummer: Int8, varde: Bytes, }
    registernyckel(En, 1) { nummer: Int8, kontroll: Bytes, }
    arende(Numrerade, 1) {
        nummer: Int8, tid: Int8, vem: Text, roll: Text, handling: Text, anrop: Text, varfor: Text,
        varifran: Text,
    }
    forbund(Numrerade, 1) { nummer: Int8, id: Bytes, version: Int8, ersatt_av: Text, uppgift: Text, }
    insats(Numrerade, 1) {
        nummer: Int8, id: Bytes, version: Int8, forbund: Int8, inriktning: Text, typ: Text, start: Int4, slut: Int4,
        uppgift: Text,
    }
    insatsnyckel(Namngivna, 3) { part: Text, kallsystem: Text, nyckel: Text, insats: Int8, }
    antal(Numrerade, 1) {
        nummer: Int8, insats: Int8, fran: Int4, enhet: Text, version: Int8, uppgift: Text, raderad: Int8,
    }
    strukturdeltagande(Numrerade, 1) {
        nummer: Int8, insats: Int8, fran: Int4, version: Int8, uppgift: Text, raderad: Int8,
    }
    forbundsakt(Numrerade, 1) {
        nummer: Int8, forbund: Int8, slag: Text, ar: Int4, version: Int8, forst_faststalld: Int4, faststalld: Int4,
        uppgift: Text,
    }
    tilldelning(Numrerade, 1) { nummer: Int8, id: Bytes, ar: Int4, version: Int8, uppgift: Text, }
    bakgrundstal(Numrerade, 1) { nummer: Int8, id: Bytes, ar: Int4, version: Int8, uppgift: Text, }
    part(Numrerade, 1) { nummer: Int8, kod: Text, }
    kalla(Numrerade, 1) { nummer: Int8, part: Int8, kallsystem: Text, }
    deltagande(Numrerade, 1) {
        nummer: Int8, id: Bytes, kalla: Int8, nyckel: Text, version: Int8, part: Int8, insats: Int8, start: Int4,
        slut: Int4, alder: Int4, sok: Bytes, identitet: Bytes, post: Text, aterkallat: Int4,
        uppfoljningar: Text, andrad: Int4,
    }
    handelse(Numrerade, 1) {
        nummer: Int8, arende: Int8, typ: Int2, resurs: Int2, rad: Int8, version: Int8, id: Bytes, insats_fore: Int8,
    }
    handelsespann(Namngivna, 2) { part: Int8, till: Int8, fran: Int8, }
    flode(En, 1) { nummer: Int8, gallrad_till: Int8, hemlighet: Bytes, }
    atkomst(Numrerade, 1) { nummer: Int8, arende: Int8, resurs: Int2, id: Bytes, antal: Int8, }
    loggstart(En, 1) { nummer: Int8, arende_till: Int8, atkomst_till: Int8, }
    loggsegment(Namngivna, 1) {
        nummer: Int8, tid: Int8, anrop: Text, forra: Int8, forra_led: Int8, forra_hash: Bytes, hash: Bytes,
    }
    loggled(Namngivna, 2) {
        segment: Int8, nummer: Int8, arende: Int8, fran: Int8, till: Int8, antal: Int8, hash: Bytes,
    }
    logghuvud(Namngivna, 2) { segment: Int8, nummer: Int8, hash: Bytes, tid: Int8, beslut: Text, signatur: Bytes, }
    token(Numrerade, 1) {
        nummer: Int8, id: Bytes, hash: Bytes, namn: Text, roll: Text, part: Text, forbund: Bytes, insatser: Text,
        skapad: Int8, giltig_till: Int8, forra_hash: Bytes, forra_till: Int8, aterkallad: Int8, senast_anvand: Int8,
    }
    gallringsstopp(Numrerade, 1) {
        nummer: Int8, resurs: Int8, id: Bytes, anledning: Text, vem: Text, tid: Int8, havd: Int8, havd_av: Text,
    }
    webhook(Numrerade, 1) {
        nummer: Int8, id: Bytes, version: Int8, roll: Text, hyresgast: Text, forbund: Bytes, url: Text, aktiv: Int2,
        skapad: Int8, hemlighet: Bytes, forra: Bytes, forra_till: Int8, levererad: Int8, sedd: Int8, meddelande: Bytes,
        forsok: Int8, fran: Int8, nasta: Int8, uppgiven: Int2, fel: Text, status: Int2, senast: Int8, lan_av: Bytes,
        lan_till: Int8,
    }
    faststallelse(Numrerade, 1) {
        nummer: Int8, id: Bytes, ar: Int4, utgava: Int8, dataversion: Int8, regelversion: Text, troskel: Int8,
        status: Text, tid: Int8, vem: Text, anmarkning: Text, digest: Bytes, innehall: Bytes,
    }
    import(Numrerade, 1) {
        nummer: Int8, id: Bytes, part: Text, status: Text, installning: Text, antal: Text, lasta: Int8, skrivna: Int8,
        orsak: Text, skapad: Int8, andrad: Int8, vem: Text, version: Int8, agare: Bytes, lan_till: Int8, nyckel: Int8,
    }
    importrad(Namngivna, 2) { import: Int8, rad: Int8, resultat: Text, }
    importpost(Namngivna, 2) { import: Int8, rad: Int8, post: Bytes, sok: Bytes, }
    kvitto(Namngivna, 3) {
        anropare: Text, handling: Text, nyckel: Text, kropp: Bytes, status: Int2, plats: Text, svar: Text,
        skapat: Int8,
    }
    // Last: what was sealed before a key was taken away is moved before that is told.
    borttagennyckel(En, 1) { nummer: Int8, }
}

/// Where it is said in which order text comes: byte by byte, as in SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ordning {
    /// It is so anyway.
    Given,
    /// It must be said.
    C,
}

impl Tabell {
    fn columns(&self) -> String {
        self.kolumner.iter().map(|kolumn| kolumn.namn).collect::<Vec<_>>().join(", ")
    }

    /// All its rows, in the order of its key.
    pub(crate) fn select(&self, ordning: Ordning) -> String {
        let key = self.kolumner.iter().take(self.nyckel).map(|kolumn| match (ordning, kolumn.slag) {
            (Ordning::C, Slag::Text) => format!("{} COLLATE \"C\"", kolumn.namn),
            _ => kolumn.namn.to_owned(),
        });
        let key = key.collect::<Vec<_>>().join(", ");
        format!("SELECT {} FROM {} ORDER BY {key}", self.columns(), self.namn)
    }

    /// One row, as SQLite takes it.
    pub(crate) fn insert(&self) -> String {
        let values = (1..=self.kolumner.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {} ({}) VALUES ({values})", self.namn, self.columns())
    }

    /// Many rows, as PostgreSQL takes them.
    pub(crate) fn copy(&self) -> String {
        format!("COPY {} ({}) FROM STDIN (FORMAT binary)", self.namn, self.columns())
    }

    /// Lets the numbers that PostgreSQL gives go on after the highest.
    pub(crate) fn go_on(&self) -> String {
        let namn = self.namn;
        format!(
            "SELECT setval(pg_get_serial_sequence('{namn}', 'nummer'), COALESCE(max(nummer), 1), \
             max(nummer) IS NOT NULL) FROM {namn}"
        )
    }

    /// Removes its rows.
    pub(crate) fn clear(&self) -> String {
        format!("DELETE FROM {}", self.namn)
    }

    /// 1 when it has a row, 0 when it has none.
    pub(crate) fn any(&self) -> String {
        format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) AS t", self.namn)
    }
}

/// Keeps everybody from writing to any of them, until the end of a transaction in PostgreSQL.
pub(crate) fn lock() -> String {
    let names = TABELLER.iter().map(|tabell| tabell.namn).collect::<Vec<_>>().join(", ");
    format!("LOCK TABLE {names} IN EXCLUSIVE MODE")
}

/// How many rows a table of SQLite's catalogue has.
pub(crate) fn count(table: &str) -> String {
    format!("SELECT count(*) FROM \"{}\"", table.replace('"', "\"\""))
}
