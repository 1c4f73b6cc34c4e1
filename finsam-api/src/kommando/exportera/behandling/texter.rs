//! What is the same in every register: why persons are registered, what of them, and for how long it is there by itself.

use finsam_core::regel::Text;
use serde::Serialize;

use crate::import::granser::{AVVISADE_DAGAR, IMPORT_DAGAR, PLAN_TIMMAR};
use crate::kvitto;

const fn text(sv: &'static str, en: &'static str) -> Text {
    Text { sv, en }
}

/// Why persons are registered.
pub(super) const ANDAMAL: [Text; 3] = [
    text(
        "Följa upp och utvärdera insatser som finansieras genom finansiell samordning (lag 2003:1210)",
        "Following up and evaluating insatser financed by finansiell samordning (act 2003:1210)",
    ),
    text(
        "Statistik där ingen enskild kan pekas ut, till samordningsförbund, parter och nationellt",
        "Statistics that point to nobody, for samordningsförbund, parties and the nation",
    ),
    text(
        "Visa vem som har läst och ändrat uppgifter om en person (artikel 5.2 och 32)",
        "Showing who has read and changed what is kept of a person (articles 5.2 and 32)",
    ),
];

/// On which ground.
pub(super) const GRUND: Text = text(
    "Skriftligt samtycke för varje deltagande (REG-03), återkallat gäller det inte längre; hur det förhåller sig till artikel \
     6 och 9 bedömer den personuppgiftsansvarige",
    "Written consent to each participation (REG-03), which ends when it is withdrawn; how that relates to articles 6 and 9 is \
     for the controller to judge",
);

/// Whose data there is.
pub(super) const REGISTRERADE: [Text; 2] = [
    text("Deltagare i individinriktade insatser", "Participants in insatser for individuals"),
    text(
        "Användare: den som har en nyckel eller en token finns i åtkomstloggen med nyckelns identitet och adress",
        "Users: the holder of a key or token stands in the access log by the identity of the key and an address",
    ),
];

/// A category of data.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Uppgiftsslag {
    pub(super) uppgift: Text,
    /// Whether it says something of a person's health, directly or by what the insats is.
    pub(super) kanslig: bool,
    pub(super) lagring: Text,
}

/// What is kept of a person.
pub(super) const UPPGIFTER: [Uppgiftsslag; 5] = [
    Uppgiftsslag {
        uppgift: text(
            "Personnummer, samordningsnummer eller reservnummer",
            "Personnummer, samordningsnummer or reservnummer",
        ),
        kanslig: false,
        lagring: text(
            "Förseglat (AES-256-GCM) och som nycklad hash, skilt från resten",
            "Sealed (AES-256-GCM) and as a keyed hash, apart from the rest",
        ),
    },
    Uppgiftsslag {
        uppgift: text("Kön, ålder vid start, kommun, utbildning", "Kön, age at start, kommun, education"),
        kanslig: false,
        lagring: text("I posten", "In the record"),
    },
    Uppgiftsslag {
        uppgift: text(
            "Försörjning (också sjukförmåner), sysselsättning, tid i offentlig försörjning, före, efter och vid uppföljning",
            "Support (benefits for the ill among it), occupation, time in public support, before, after and at follow-up",
        ),
        kanslig: true,
        lagring: text("I posten", "In the record"),
    },
    Uppgiftsslag {
        uppgift: text(
            "Att personen deltar i en insats, från och till, vem som remitterade, varför det slutade",
            "That the person takes part in an insats, from and to, who referred, why it ended",
        ),
        kanslig: true,
        lagring: text("I posten", "In the record"),
    },
    Uppgiftsslag {
        uppgift: text(
            "Samtycken: dag, textens version, vilka parter som får se",
            "Consents: day, version of the text, which parties may see",
        ),
        kanslig: false,
        lagring: text("I posten", "In the record"),
    },
];

/// Who else may be told, whatever keys there are.
pub(super) const ANDRA: [Text; 2] = [
    text(
        "En annan part, om vad personen har samtyckt till att den får se (samtycke till sekretessens hävande)",
        "Another party, of what the person has consented to its seeing",
    ),
    text("Personen själv, genom registerutdrag (artikel 15)", "The person, by an extract of the register (article 15)"),
];

/// Where data goes.
pub(super) const OVERFORING: Text = text(
    "Registret för inte över personuppgifter till tredje land: webhookar bär bara identiteter, inga uppgifter om personer. \
     Var servern, databasen och säkerhetskopiorna finns vet den som driver dem.",
    "The register transfers no personal data to third countries: webhooks carry identities, nothing of persons. Where the \
     server, the database and the backups are is known to those who run them.",
);

/// What the register does not know.
pub(super) const FYLLS_I: [Text; 3] = [
    text(
        "Namn och kontaktuppgifter för den personuppgiftsansvarige och dataskyddsombudet",
        "Name and contact of the controller and of the data protection officer",
    ),
    text(
        "Personuppgiftsbiträden: den som driver servern, databasen och säkerhetskopiorna",
        "Processors: whoever runs the server, the database and the backups",
    ),
    text(
        "Hur länge säkerhetskopior och databasens logg (WAL) behålls",
        "For how long backups and the log of the database (WAL) are kept",
    ),
];

/// A time after which something goes.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Frist {
    pub(super) vad: Text,
    /// So many days; none where it is not a matter of days.
    pub(super) dygn: Option<i64>,
    pub(super) hur: Text,
}

/// What goes by itself, or when it is decided; the change feed after so many days.
pub(super) fn times(andringar: Option<u32>) -> [Frist; 8] {
    let itself = text("av sig självt", "by itself");
    let frist = |sv, en, dygn| Frist { vad: text(sv, en), dygn, hur: itself };
    [
        Frist {
            hur: text(
                "genast när samtycket återkallas, posten raderas eller personen får skyddade personuppgifter; kvar blir kön, \
                 första och sista dag, utan person, och av en raderad post bara dess nyckel",
                "at once when consent is withdrawn, the record is deleted or the person comes to have protected identity; \
                 what stays is kön, first and last day, of nobody, and of a deleted record its key alone",
            ),
            ..frist("Deltaganden", "Participations", None)
        },
        Frist {
            hur: text("genom beslut (finsam gallra --deltaganden)", "by decision (finsam gallra --deltaganden)"),
            ..frist("Deltaganden som är avslutade", "Participations that have ended", None)
        },
        frist("Avvisade poster från importer", "Records that imports refused", Some(AVVISADE_DAGAR)),
        frist("Planerade importer", "Planned imports", Some(PLAN_TIMMAR / 24)),
        frist("Importer och deras utfall rad för rad", "Imports and the outcome of each row", Some(IMPORT_DAGAR)),
        frist("Kvitton på anrop", "Receipts of requests", Some(kvitto::DAGAR)),
        Frist {
            hur: if andringar == Some(0) { text("gallras inte", "is not pruned") } else { itself },
            ..frist(
                "Ändringsflödet (inga uppgifter om personer)",
                "The change feed (nothing of persons)",
                andringar.filter(|days| *days > 0).map(i64::from),
            )
        },
        Frist {
            hur: text(
                "genom beslut, tidigast efter fem år om inget annat sägs (finsam gallra --logg)",
                "by decision, after five years unless another time is given (finsam gallra --logg)",
            ),
            ..frist("Åtkomstloggen", "The access log", None)
        },
    ]
}
