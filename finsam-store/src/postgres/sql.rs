//! The statements, each from a file of its own.

use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Row, Statement};

use super::anslut::Anslutning;
use super::fel::database;
use super::varde::Varde;
use crate::StoreError;
use crate::rad::Rad;

/// A statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sats {
    /// Its file below `finsam-store/sql`, for errors.
    pub(super) namn: &'static str,
    /// Its text.
    pub(super) text: &'static str,
}

/// The values of a statement.
pub(super) type Varden<'a> = &'a [&'a dyn Varde];

macro_rules! satser {
    ($($konst:ident = $fil:literal;)+) => {
        $(pub(super) const $konst: Sats = Sats { namn: $fil, text: include_str!(concat!("../../sql/", $fil)) };)+

        /// Every statement.
        #[cfg(test)]
        pub(super) const ALLA: &[Sats] = &[$($konst),+];
    };
}

satser! {
    TRANSAKTION_BORJA = "transaktion/borja.postgres.sql";
    TRANSAKTION_LAS = "transaktion/las.postgres.sql";
    TRANSAKTION_PLANER_LASANDE = "transaktion/planer_lasande.postgres.sql";
    TRANSAKTION_INDEX = "transaktion/index.postgres.sql";
    TRANSAKTION_INDEX_LASANDE = "transaktion/index_lasande.postgres.sql";
    TRANSAKTION_INSTALLNING = "transaktion/installning.postgres.sql";
    TRANSAKTION_VERKSTALL = "transaktion/verkstall.sql";
    TRANSAKTION_ATER = "transaktion/ater.sql";
    TRANSAKTION_LAS_NYCKLAR = "transaktion/las_nycklar.postgres.sql";
    TRANSAKTION_LAS_RUM = "transaktion/las_rum.postgres.sql";
    TRANSAKTION_LAS_ENDA = "transaktion/las_enda.postgres.sql";
    TRANSAKTION_LAS_DELAT = "transaktion/las_delat.postgres.sql";
    STEG = "transaktion/steg.sql";
    STEG_SLAPP = "transaktion/steg_slapp.sql";
    STEG_ATER = "transaktion/steg_ater.sql";

    MIGRERING_FINNS = "migrering/finns.postgres.sql";
    MIGRERING_TABELL = "migrering/tabell.postgres.sql";
    MIGRERING_LISTA = "migrering/lista.sql";
    MIGRERING_INSERT = "migrering/insert.sql";
    KOMPATIBILITET_GET = "kompatibilitet/get.sql";
    KOMPATIBILITET_HOJ = "kompatibilitet/hoj.sql";
    KOMPATIBILITET_ALDRE = "kompatibilitet/aldre.postgres.sql";
    FLYTT_MARKE = "flytt/marke.sql";
    FLYTT_SATT_MARKE = "flytt/satt_marke.sql";
    FLYTT_TA_MARKE = "flytt/ta_marke.sql";
    FLYTT_BORJAN = "flytt/borjan.sql";
    FLYTT_ANALYSERA = "flytt/analysera.postgres.sql";
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
    NYCKEL_STANG = "nyckel/stang.postgres.sql";
    NYCKEL_KORT_VANTAN = "nyckel/kort_vantan.postgres.sql";
    NYCKEL_RAKNA = "nyckel/rakna.sql";
    NYCKEL_OFARDIGA = "nyckel/ofardiga.sql";
    NYCKEL_PERSONER = "nyckel/personer.sql";
    NYCKEL_PERSON_OM = "nyckel/person_om.postgres.sql";
    NYCKEL_POSTPERSONER = "nyckel/postpersoner.sql";
    NYCKEL_POST_OM = "nyckel/post_om.sql";
    NYCKEL_POST_GLOM = "nyckel/post_glom.sql";
    NYCKEL_SOK_NY = "nyckel/sok_ny.sql";
    NYCKEL_ENSAM = "nyckel/ensam.postgres.sql";
    NYCKEL_ANDRA = "nyckel/andra.postgres.sql";
    NYCKEL_DELTAGANDE = "nyckel/deltagande.postgres.sql";
    NYCKEL_DELTAGANDE_OM = "nyckel/deltagande_om.postgres.sql";
    NYCKEL_IMPORTPOST = "nyckel/importpost.postgres.sql";
    NYCKEL_IMPORTPOST_OM = "nyckel/importpost_om.postgres.sql";
    NYCKEL_FASTSTALLELSE = "nyckel/faststallelse.postgres.sql";
    NYCKEL_FASTSTALLELSE_OM = "nyckel/faststallelse_om.postgres.sql";
    NYCKEL_WEBHOOK = "nyckel/webhook.postgres.sql";
    NYCKEL_WEBHOOK_OM = "nyckel/webhook_om.postgres.sql";

    HANDELSE_SKRIV = "handelse/skriv.postgres.sql";
    HANDELSE_BORJA = "handelse/borja.postgres.sql";
    HANDELSE_NUMMER = "handelse/nummer.postgres.sql";
    HANDELSE_SPANN_EFTER = "handelse/spann_efter.postgres.sql";
    HANDELSE_KOPIERA = "handelse/kopiera.postgres.sql";
    HANDELSE_SPANN_INSERT = "handelse/spann_insert.sql";
    ATKOMST_KOPIERA = "atkomst/kopiera.postgres.sql";
    LOGG_LED_INSERT = "logg/led_insert.sql";
    LOGG_START = "logg/start.sql";
    LOGG_MANGD = "logg/mangd.sql";
    LOGG_SEGMENT = "logg/segment.sql";
    LOGG_HUVUDEN = "logg/huvuden.sql";
    LOGG_LED = "logg/led.sql";
    LOGG_LED_RADER = "logg/led_rader.postgres.sql";
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
    HANDELSE_EFTER = "handelse/efter.sql";
    HANDELSE_SISTA = "handelse/sista.sql";
    HANDELSE_AV_PART = "handelse/av_part.postgres.sql";
    HANDELSE_AV_REGISTRET = "handelse/av_registret.postgres.sql";
    HANDELSE_RORDA = "handelse/rorda.sql";
    HANDELSE_ALDSTA = "handelse/aldsta.sql";
    HANDELSE_GALLRA = "handelse/gallra.sql";
    HANDELSE_GALLRA_SPANN = "handelse/gallra_spann.sql";
    FLODE_GET = "flode/get.sql";
    FLODE_HEMLIGHET = "flode/hemlighet.sql";
    FLODE_GALLRAD = "flode/gallrad.sql";

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
    INSATS_NUMMER_FLERA = "insats/nummer_flera.postgres.sql";
    INSATS_LISTA = "insats/lista.postgres.sql";
    INSATS_RAKNA = "insats/rakna.postgres.sql";
    INSATS_INSERT = "insats/insert.sql";
    INSATS_UPDATE = "insats/update.sql";
    INSATS_MED_FORBUND = "insats/med_forbund.sql";
    INSATS_NYCKEL_MED_FORBUND = "insats/nyckel_med_forbund.sql";
    INSATS_NYCKEL_INSERT_FLERA = "insats/nyckel_insert_flera.postgres.sql";
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
    DELTAGANDE_KALLOR = "deltagande/kallor.postgres.sql";
    DELTAGANDE_PART = "deltagande/part.sql";
    DELTAGANDE_PART_INSERT = "deltagande/part_insert.postgres.sql";
    DELTAGANDE_KALLA_INSERT = "deltagande/kalla_insert.postgres.sql";
    DELTAGANDE_BEFINTLIGA = "deltagande/befintliga.postgres.sql";
    DELTAGANDE_PERIODER = "deltagande/perioder.postgres.sql";
    DELTAGANDE_KOPIERA = "deltagande/kopiera.postgres.sql";
    DELTAGANDE_NYA_NUMMER = "deltagande/nya_nummer.postgres.sql";
    DELTAGANDE_NY = "deltagande/ny.postgres.sql";
    DELTAGANDE_INSERT_NUMRERADE = "deltagande/insert_numrerade.postgres.sql";
    DELTAGANDE_UNDERLAG = "deltagande/underlag.postgres.sql";
    DELTAGANDE_UPDATE_FLERA = "deltagande/update_flera.postgres.sql";
    DELTAGANDE_RADERA_FLERA = "deltagande/radera_flera.postgres.sql";
    DELTAGANDE_ARBETSLAGE = "deltagande/arbetslage.sql";
    DELTAGANDE_ARBETSLISTA = "deltagande/arbetslista.sql";
    DELTAGANDE_FOLJ_UPP = "deltagande/folj_upp.sql";
    DELTAGANDE_GET_FLERA = "deltagande/get_flera.postgres.sql";
    DELTAGANDE_OMFANG = "deltagande/omfang.sql";
    DELTAGANDE_OMFANG_SYSTEM = "deltagande/omfang_system.sql";

    PERSON_EGNA = "person/egna.postgres.sql";
    PERSON_DELADE = "person/delade.postgres.sql";
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
    IMPORT_GET_LAS = "import/get_las.postgres.sql";
    IMPORT_NUMMER = "import/nummer.sql";
    IMPORT_INSERT = "import/insert.sql";
    IMPORT_UPDATE = "import/update.sql";
    IMPORT_RADER = "import/rader.sql";
    IMPORT_RAD_INSERT_FLERA = "import/rad_insert_flera.postgres.sql";
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
    IMPORT_POST_INSERT_FLERA = "import/post_insert_flera.postgres.sql";

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

/// What opens a session. Where statements are kept on connections those have been told how writing is planned, which is not
/// how reading is; otherwise each unit of work is told.
pub(super) const fn opening(writes: bool, prepared: bool) -> &'static [Sats] {
    match (writes, prepared) {
        (true, true) => &[TRANSAKTION_BORJA],
        (true, false) => &[TRANSAKTION_BORJA, TRANSAKTION_INDEX],
        (false, true) => &[TRANSAKTION_LAS, TRANSAKTION_PLANER_LASANDE, TRANSAKTION_INDEX_LASANDE],
        (false, false) => &[TRANSAKTION_LAS],
    }
}

/// A statement with its values, ready to be sent: sending the ready ones together takes one round trip.
pub(super) struct Redo<'a> {
    sats: Sats,
    varden: Varden<'a>,
    /// `None` where statements are not kept on the connection.
    statement: Option<Statement>,
}

impl Sats {
    /// Makes it ready: the first time on a connection that keeps statements it is prepared there.
    pub(super) async fn ready<'a>(self, conn: &Anslutning, varden: Varden<'a>) -> Result<Redo<'a>, StoreError> {
        let statement = if conn.prepared {
            let types: Vec<Type> = varden.iter().map(|varde| varde.typ()).collect();
            Some(conn.client.prepare_typed_cached(self.text, &types).await.map_err(database(self.namn))?)
        } else {
            None
        };
        Ok(Redo { sats: self, varden, statement })
    }

    /// Carries it out; how many rows it changed.
    pub(super) async fn execute(self, conn: &Anslutning, varden: Varden<'_>) -> Result<u64, StoreError> {
        self.ready(conn, varden).await?.execute(conn).await
    }

    /// Carries out a statement that has no values.
    pub(super) async fn control(self, conn: &Anslutning) -> Result<(), StoreError> {
        conn.send(conn.client.batch_execute(self.text)).await.map_err(database(self.namn))
    }

    /// The first row it gives, if any.
    pub(super) async fn first<T>(
        self,
        conn: &Anslutning,
        varden: Varden<'_>,
        read: impl FnOnce(Rad<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let rows = self.ready(conn, varden).await?.rows(conn).await?;
        rows.first().map(|row| read(Rad::new(row, self.namn))).transpose()
    }

    /// The number that its only row holds; 0 when there is no row.
    pub(super) async fn number(self, conn: &Anslutning, varden: Varden<'_>) -> Result<i64, StoreError> {
        Ok(self.first(conn, varden, |rad| rad.get(0, "nummer")).await?.unwrap_or_default())
    }

    /// All rows it gives.
    pub(super) async fn all<T>(
        self,
        conn: &Anslutning,
        varden: Varden<'_>,
        read: impl FnMut(Rad<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.read(&self.ready(conn, varden).await?.rows(conn).await?, read)
    }

    /// What stands in rows that it gave.
    pub(super) fn read<T>(
        self,
        rows: &[Row],
        mut read: impl FnMut(Rad<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        rows.iter().map(|row| read(Rad::new(row, self.namn))).collect()
    }
}

impl Redo<'_> {
    /// Sends it and waits for its rows.
    pub(super) async fn rows(&self, conn: &Anslutning) -> Result<Vec<Row>, StoreError> {
        let rows = if let Some(statement) = &self.statement {
            conn.send(conn.client.query(statement, &self.values())).await
        } else {
            conn.send(conn.client.query_typed(self.sats.text, &self.typed())).await
        };
        rows.map_err(database(self.sats.namn))
    }

    /// Sends it and waits for how many rows it changed.
    pub(super) async fn execute(&self, conn: &Anslutning) -> Result<u64, StoreError> {
        let changed = if let Some(statement) = &self.statement {
            conn.send(conn.client.execute(statement, &self.values())).await
        } else {
            conn.send(conn.client.execute_typed(self.sats.text, &self.typed())).await
        };
        changed.map_err(database(self.sats.namn))
    }

    fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.varden.iter().map(|varde| varde.sql()).collect()
    }

    fn typed(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        self.varden.iter().map(|varde| (varde.sql(), varde.typ())).collect()
    }
}
