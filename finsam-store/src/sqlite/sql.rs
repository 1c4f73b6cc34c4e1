//! The statements, each from a file of its own.
//!
//! The files number their parameters `$1`, `$2` … as PostgreSQL does. SQLite would read those as names and number them
//! by first appearance, so `$n` becomes `?n` while compiling.

use rusqlite::{CachedStatement, Connection, Params};

use super::fel::database;
use crate::StoreError;
use crate::rad::Rad;

/// A statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sats {
    /// Its file below `finsam-store/sql`, for errors.
    pub(super) namn: &'static str,
    /// Its text, as SQLite wants it.
    pub(super) text: &'static str,
}

/// The text with `?` for every `$` before a digit.
const fn rewrite<const N: usize>(text: &str) -> [u8; N] {
    let (text, mut out, mut i) = (text.as_bytes(), [0; N], 0);
    while i < N {
        let parameter = text[i] == b'$' && i + 1 < N && text[i + 1].is_ascii_digit();
        out[i] = if parameter { b'?' } else { text[i] };
        i += 1;
    }
    out
}

macro_rules! satser {
    ($($konst:ident = $fil:literal;)+) => {
        $(pub(super) const $konst: Sats = {
            const FILE: &str = include_str!(concat!("../../sql/", $fil));
            const BYTES: [u8; FILE.len()] = rewrite(FILE);
            // Changing one ASCII character for another keeps UTF-8 whole; a test prepares every statement.
            let text = match std::str::from_utf8(&BYTES) { Ok(text) => text, Err(_) => "" };
            Sats { namn: $fil, text }
        };)+

        /// How many there are: so many prepared statements a connection may keep.
        pub(super) const ALLA_ANTAL: usize = [$($fil),+].len();

        /// Every statement.
        #[cfg(test)]
        pub(super) const ALLA: &[Sats] = &[$($konst),+];
    };
}

satser! {
    TRANSAKTION_BORJA = "transaktion/borja.sqlite.sql";
    TRANSAKTION_ENSAM = "transaktion/ensam.sqlite.sql";
    TRANSAKTION_LAS = "transaktion/las.sqlite.sql";
    TRANSAKTION_VERKSTALL = "transaktion/verkstall.sql";
    TRANSAKTION_ATER = "transaktion/ater.sql";
    TRANSAKTION_DATAVERSION = "transaktion/dataversion.sqlite.sql";
    TRANSAKTION_KONTROLL = "transaktion/kontroll.sqlite.sql";
    TRANSAKTION_HELKONTROLL = "transaktion/helkontroll.sqlite.sql";
    TRANSAKTION_WAL = "transaktion/wal.sqlite.sql";
    ENHET = "transaktion/enhet.sql";
    ENHET_SLAPP = "transaktion/enhet_slapp.sql";
    ENHET_ATER = "transaktion/enhet_ater.sql";
    STEG = "transaktion/steg.sql";
    STEG_SLAPP = "transaktion/steg_slapp.sql";
    STEG_ATER = "transaktion/steg_ater.sql";

    MIGRERING_FINNS = "migrering/finns.sqlite.sql";
    MIGRERING_TABELL = "migrering/tabell.sqlite.sql";
    MIGRERING_LISTA = "migrering/lista.sql";
    MIGRERING_INSERT = "migrering/insert.sql";
    MIGRERING_SENASTE = "migrering/senaste.sql";
    KOMPATIBILITET_GET = "kompatibilitet/get.sql";
    KOMPATIBILITET_HOJ = "kompatibilitet/hoj.sql";
    FLYTT_MARKE = "flytt/marke.sql";
    FLYTT_SATT_MARKE = "flytt/satt_marke.sql";
    FLYTT_TA_MARKE = "flytt/ta_marke.sql";
    FLYTT_BORJAN = "flytt/borjan.sql";
    FLYTT_TABELLER = "flytt/tabeller.sqlite.sql";
    NYCKEL_GET = "nyckel/get.sql";
    NYCKEL_INSERT = "nyckel/insert.sql";
    NYCKEL_ALLA = "nyckel/alla.sql";
    NYCKEL_NY = "nyckel/ny.sql";
    NYCKEL_GLOM = "nyckel/glom.sql";
    NYCKEL_GLOM_TILLSTAND = "nyckel/glom_tillstand.sql";
    NYCKEL_BORTTAGNA = "nyckel/borttagna.sql";
    NYCKEL_TA_BORT = "nyckel/ta_bort.sql";
    NYCKEL_BEHALL = "nyckel/behall.sql";
    NYCKEL_INNEHAV = "nyckel/innehav.sql";
    NYCKEL_INNEHAV_SATT = "nyckel/innehav_satt.sql";
    NYCKEL_INNEHAV_SLUT = "nyckel/innehav_slut.sql";
    NYCKEL_RAKNA = "nyckel/rakna.sql";
    NYCKEL_OFARDIGA = "nyckel/ofardiga.sql";
    NYCKEL_PERSONER = "nyckel/personer.sql";
    NYCKEL_PERSON_OM = "nyckel/person_om.sqlite.sql";
    NYCKEL_POSTPERSONER = "nyckel/postpersoner.sql";
    NYCKEL_POST_OM = "nyckel/post_om.sql";
    NYCKEL_POST_GLOM = "nyckel/post_glom.sql";
    NYCKEL_SOK_NY = "nyckel/sok_ny.sql";
    NYCKEL_DELTAGANDE = "nyckel/deltagande.sqlite.sql";
    NYCKEL_DELTAGANDE_OM = "nyckel/deltagande_om.sqlite.sql";
    NYCKEL_IMPORTPOST = "nyckel/importpost.sqlite.sql";
    NYCKEL_IMPORTPOST_OM = "nyckel/importpost_om.sqlite.sql";
    NYCKEL_FASTSTALLELSE = "nyckel/faststallelse.sqlite.sql";
    NYCKEL_FASTSTALLELSE_OM = "nyckel/faststallelse_om.sqlite.sql";
    NYCKEL_WEBHOOK = "nyckel/webhook.sqlite.sql";
    NYCKEL_WEBHOOK_OM = "nyckel/webhook_om.sqlite.sql";

    ARENDE_INSERT = "arende/insert.sql";
    HANDELSE_INSERT = "handelse/insert.sql";
    HANDELSE_EFTER = "handelse/efter.sql";
    HANDELSE_SISTA = "handelse/sista.sql";
    HANDELSE_SPANN_INSERT = "handelse/spann_insert.sql";
    HANDELSE_AV_PART = "handelse/av_part.sqlite.sql";
    HANDELSE_AV_REGISTRET = "handelse/av_registret.sqlite.sql";
    HANDELSE_RORDA = "handelse/rorda.sql";
    HANDELSE_ALDSTA = "handelse/aldsta.sql";
    HANDELSE_GALLRA = "handelse/gallra.sql";
    HANDELSE_GALLRA_SPANN = "handelse/gallra_spann.sql";
    FLODE_GET = "flode/get.sql";
    FLODE_HEMLIGHET = "flode/hemlighet.sql";
    FLODE_GLOM = "flode/glom.sql";
    FLODE_GALLRAD = "flode/gallrad.sql";
    ATKOMST_INSERT = "atkomst/insert.sql";
    LOGG_START = "logg/start.sql";
    LOGG_MANGD = "logg/mangd.sql";
    LOGG_SEGMENT = "logg/segment.sql";
    LOGG_HUVUDEN = "logg/huvuden.sql";
    LOGG_LED = "logg/led.sql";
    LOGG_LED_RADER = "logg/led_rader.sqlite.sql";
    LOGG_ANDAR = "logg/andar.sql";
    LOGG_LISTA = "logg/lista.sql";
    LOGG_LISTA_ID = "logg/lista_id.sql";
    LOGG_RAKNA = "logg/rakna.sql";
    LOGG_RAKNA_ID = "logg/rakna_id.sql";
    LOGG_GALLRINGSBARA = "logg/gallringsbara.sql";
    LOGG_HUVUD_INSERT = "logg/huvud_insert.sql";
    LOGG_GALLRA_RADER = "logg/gallra_rader.sql";
    LOGG_GALLRA_ARENDEN = "logg/gallra_arenden.sql";
    LOGG_GALLRA_LED = "logg/gallra_led.sql";
    LOGG_NYA = "logg/nya.sql";
    LOGG_SISTA = "logg/sista.sql";
    LOGG_SEGMENT_INSERT = "logg/segment_insert.sql";
    LOGG_LED_INSERT = "logg/led_insert.sql";

    GALLRING_BARA = "gallring/bara.sql";
    GALLRING_STOPP = "gallring/stopp.sql";
    GALLRING_STOPPADE = "gallring/stoppade.sql";
    GALLRING_STOPPA = "gallring/stoppa.sql";
    GALLRING_FINNS = "gallring/finns.sql";
    GALLRING_HAV = "gallring/hav.sql";

    FORBUND_GET = "forbund/get.sql";
    FORBUND_ALLA = "forbund/alla.sql";
    FORBUND_NUMMER = "forbund/nummer.sql";
    FORBUND_INSERT = "forbund/insert.sql";
    FORBUND_UPDATE = "forbund/update.sql";
    FORBUND_UPPGA = "forbund/uppga.sql";

    FORBUNDSAKT_GET = "forbundsakt/get.sql";
    FORBUNDSAKT_LISTA = "forbundsakt/lista.sql";
    FORBUNDSAKT_EKONOMI = "forbundsakt/ekonomi.sql";
    FORBUNDSAKT_INSERT = "forbundsakt/insert.sql";
    FORBUNDSAKT_UPDATE = "forbundsakt/update.sql";

    FASTSTALLELSE_ALLA = "faststallelse/alla.sql";
    FASTSTALLELSE_INNEHALL = "faststallelse/innehall.sql";
    FASTSTALLELSE_INSERT = "faststallelse/insert.sql";
    FASTSTALLELSE_KLAR = "faststallelse/klar.sql";

    SKYDDSTILLSTAND_GET = "skyddstillstand/get.sql";
    SKYDDSTILLSTAND_PUT = "skyddstillstand/put.sql";
    SKYDDSTILLSTAND_GALLRA = "skyddstillstand/gallra.sql";

    TILLDELNING_GET = "tilldelning/get.sql";
    TILLDELNING_ALLA = "tilldelning/alla.sql";
    TILLDELNING_INSERT = "tilldelning/insert.sql";
    TILLDELNING_UPDATE = "tilldelning/update.sql";

    BAKGRUNDSTAL_GET = "bakgrundstal/get.sql";
    BAKGRUNDSTAL_ALLA = "bakgrundstal/alla.sql";
    BAKGRUNDSTAL_INSERT = "bakgrundstal/insert.sql";
    BAKGRUNDSTAL_UPDATE = "bakgrundstal/update.sql";

    INSATS_GET = "insats/get.sql";
    INSATS_ALLA = "insats/alla.sql";
    INSATS_NUMMER = "insats/nummer.sql";
    INSATS_LISTA = "insats/lista.sqlite.sql";
    INSATS_RAKNA = "insats/rakna.sqlite.sql";
    INSATS_INSERT = "insats/insert.sql";
    INSATS_UPDATE = "insats/update.sql";
    INSATS_MED_FORBUND = "insats/med_forbund.sql";
    INSATS_NYCKEL_MED_FORBUND = "insats/nyckel_med_forbund.sql";
    INSATS_NYCKEL_INSERT = "insats/nyckel_insert.sql";
    INSATS_NYCKEL_RADERA = "insats/nyckel_radera.sql";

    ANTAL_GET = "antal/get.sql";
    ANTAL_LISTA = "antal/lista.sql";
    ANTAL_ALLA = "antal/alla.sql";
    ANTAL_INSERT = "antal/insert.sql";
    ANTAL_UPDATE = "antal/update.sql";
    ANTAL_RADERA = "antal/radera.sql";
    STRUKTURDELTAGANDE_GET = "strukturdeltagande/get.sql";
    STRUKTURDELTAGANDE_LISTA = "strukturdeltagande/lista.sql";
    STRUKTURDELTAGANDE_ALLA = "strukturdeltagande/alla.sql";
    STRUKTURDELTAGANDE_INSERT = "strukturdeltagande/insert.sql";
    STRUKTURDELTAGANDE_UPDATE = "strukturdeltagande/update.sql";
    STRUKTURDELTAGANDE_RADERA = "strukturdeltagande/radera.sql";

    DELTAGANDE_GET = "deltagande/get.sql";
    DELTAGANDE_LISTA = "deltagande/lista.sql";
    DELTAGANDE_LISTA_INSATS = "deltagande/lista_insats.sql";
    DELTAGANDE_RAKNA = "deltagande/rakna.sql";
    DELTAGANDE_RAKNA_INSATS = "deltagande/rakna_insats.sql";
    DELTAGANDE_JAMFOR = "deltagande/jamfor.sql";
    DELTAGANDE_JAMFOR_INSATS = "deltagande/jamfor_insats.sql";
    DELTAGANDE_RAKNA_JAMFOR = "deltagande/rakna_jamfor.sql";
    DELTAGANDE_PARTER = "deltagande/parter.sql";
    DELTAGANDE_STATISTIK = "deltagande/statistik.sql";
    DELTAGANDE_ANDRADE = "deltagande/andrade.sql";
    DELTAGANDE_PART = "deltagande/part.sql";
    DELTAGANDE_PART_INSERT = "deltagande/part_insert.sql";
    DELTAGANDE_KALLA = "deltagande/kalla.sql";
    DELTAGANDE_KALLA_INSERT = "deltagande/kalla_insert.sql";
    DELTAGANDE_BEFINTLIG = "deltagande/befintlig.sql";
    DELTAGANDE_OVERLAPP = "deltagande/overlapp.sql";
    DELTAGANDE_INSERT = "deltagande/insert.sql";
    DELTAGANDE_UPDATE = "deltagande/update.sql";
    DELTAGANDE_OMFANG = "deltagande/omfang.sql";
    DELTAGANDE_OMFANG_SYSTEM = "deltagande/omfang_system.sql";
    DELTAGANDE_UPDATE_POST = "deltagande/update_post.sql";
    DELTAGANDE_RADERA = "deltagande/radera.sqlite.sql";
    DELTAGANDE_ARBETSLAGE = "deltagande/arbetslage.sql";
    DELTAGANDE_ARBETSLISTA = "deltagande/arbetslista.sql";
    DELTAGANDE_FOLJ_UPP = "deltagande/folj_upp.sql";

    PERSON_EGNA = "person/egna.sqlite.sql";
    PERSON_DELADE = "person/delade.sqlite.sql";
    PERSON_ANONYMISERA = "person/anonymisera.sql";
    PERSON_IMPORTER = "person/importer.sql";
    PERSON_GLOM_POSTER = "person/glom_poster.sql";
    TOKEN_FIND = "token/find.sql";
    TOKEN_GET = "token/get.sql";
    TOKEN_INSERT = "token/insert.sql";
    TOKEN_LISTA = "token/lista.sql";
    TOKEN_ATERKALLA = "token/aterkalla.sql";
    TOKEN_BYT = "token/byt.sql";
    TOKEN_ANVAND = "token/anvand.sql";

    IMPORT_GET = "import/get.sql";
    IMPORT_NUMMER = "import/nummer.sql";
    IMPORT_INSERT = "import/insert.sql";
    IMPORT_UPDATE = "import/update.sql";
    IMPORT_RADER = "import/rader.sql";
    IMPORT_RAD_INSERT = "import/rad_insert.sql";
    IMPORT_EGNA = "import/egna.sql";
    IMPORT_OVERGIVNA = "import/overgivna.sql";
    IMPORT_FORLANG = "import/forlang.sql";
    IMPORT_BORJA = "import/borja.sql";
    IMPORT_FORE = "import/fore.sql";
    IMPORT_GAMLA_PLANER = "import/gamla_planer.sql";
    IMPORT_POSTER = "import/poster.sql";
    IMPORT_POSTER_RADERA = "import/poster_radera.sql";
    IMPORT_RADER_RADERA = "import/rader_radera.sql";
    IMPORT_GALLRA_NASTA = "import/gallra_nasta.sql";
    IMPORT_GALLRA_NASTA_POSTER = "import/gallra_nasta_poster.sql";
    IMPORT_GALLRA_RADER = "import/gallra_rader.sql";
    IMPORT_GALLRA_POSTER = "import/gallra_poster.sql";
    IMPORT_GALLRA = "import/gallra.sql";
    IMPORT_POST_INSERT = "import/post_insert.sql";

    KVITTO_FIND = "kvitto/find.sql";
    KVITTO_INSERT = "kvitto/insert.sql";
    KVITTO_GALLRA = "kvitto/gallra.sql";

    WEBHOOK_GET = "webhook/get.sql";
    WEBHOOK_LISTA = "webhook/lista.sql";
    WEBHOOK_RAKNA = "webhook/rakna.sql";
    WEBHOOK_ALLA = "webhook/alla.sql";
    WEBHOOK_HEMLIGHETER = "webhook/hemligheter.sql";
    WEBHOOK_INSERT = "webhook/insert.sql";
    WEBHOOK_UPDATE = "webhook/update.sql";
    WEBHOOK_BYT_HEMLIGHET = "webhook/byt_hemlighet.sql";
    WEBHOOK_RADERA = "webhook/radera.sql";
    WEBHOOK_LANA = "webhook/lana.sql";
    WEBHOOK_LAMNA = "webhook/lamna.sql";
    WEBHOOK_INGET = "webhook/inget.sql";
}

impl Sats {
    /// The statement, prepared once for each connection.
    pub(super) fn prepare<'c>(&self, conn: &'c Connection) -> Result<CachedStatement<'c>, StoreError> {
        conn.prepare_cached(self.text).map_err(database(self.namn))
    }

    /// Carries it out; how many rows it changed.
    pub(super) fn execute(&self, conn: &Connection, params: impl Params) -> Result<usize, StoreError> {
        self.prepare(conn)?.execute(params).map_err(database(self.namn))
    }

    /// The first row it gives, if any.
    pub(super) fn first<T>(
        &self,
        conn: &Connection,
        params: impl Params,
        read: impl FnOnce(Rad<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.prepare(conn)?;
        let mut rows = statement.query(params).map_err(database(self.namn))?;
        rows.next().map_err(database(self.namn))?.map(|row| read(Rad::new(row, self.namn))).transpose()
    }

    /// The number that its only row holds; 0 when there is no row.
    pub(super) fn number(&self, conn: &Connection, params: impl Params) -> Result<i64, StoreError> {
        Ok(self.first(conn, params, |rad| rad.get(0, "nummer"))?.unwrap_or_default())
    }

    /// All rows it gives.
    pub(super) fn all<T>(
        &self,
        conn: &Connection,
        params: impl Params,
        mut read: impl FnMut(Rad<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.prepare(conn)?;
        let mut rows = statement.query(params).map_err(database(self.namn))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(database(self.namn))? {
            found.push(read(Rad::new(row, self.namn))?);
        }
        Ok(found)
    }
}
