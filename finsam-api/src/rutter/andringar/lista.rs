//! `GET /andringar`.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::Uri;
use finsam_core::id::DeltagandeId;
use finsam_core::protokoll::{Andring, Andringar, Andringsmeta, Lank, Lankar, Resurs};
use finsam_store::rum::{Atkomstmal, Skedd};
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, DEFAULT_LIMIT, Fraga, Fragor, FromFraga, MAX_LIMIT, with_place};
use crate::fel::Svar;
use crate::flode::{self, Forseglad, Sigill, Stracka, VANTA};
use crate::openapi::fel;

/// Which stretch of the change feed is asked for.
#[derive(Debug, Clone, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Urval {
    /// Efter vilken plats: en markör som ett svar gav, eller `nu`; från början av det som finns kvar om inget sägs / After
    /// which place: a marker that an answer gave, or `nu` for now; from the beginning of what is kept when nothing is said
    #[param(value_type = Option<String>, example = "nu")]
    efter: Efter,
    /// Högst så många, 1-1000 / At most so many
    #[param(example = 20, minimum = 1, maximum = 1000, default = 20, required = false)]
    limit: u32,
    /// Så många sekunder att vänta på en ändring när ingen finns, 0-30 / So many seconds to wait for a change when there is none
    #[param(example = 0, minimum = 0, maximum = 30, default = 0, required = false)]
    vanta: u32,
}

/// A place in the change feed, as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Efter {
    /// Before everything that is kept.
    #[default]
    Borjan,
    /// After everything.
    Nu,
    /// The place of a marker.
    Markor(Forseglad),
}

impl std::str::FromStr for Efter {
    type Err = flode::IngenMarkor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "nu" { Ok(Self::Nu) } else { text.parse().map(Self::Markor) }
    }
}

impl FromFraga for Urval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let efter = fragor.one("efter", "a marker as an answer gave it, or nu");
        let limit = fragor.one("limit", "1-1000").unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            fragor.fault("limit", "1-1000");
        }
        let vanta = fragor.one("vanta", "0-30").unwrap_or_default();
        if vanta > VANTA {
            fragor.fault("vanta", "0-30");
        }
        Self { efter: efter.unwrap_or_default(), limit, vanta }
    }
}

/// Ändringsflödet / The change feed
///
/// Vad som har hänt med det du får läsa, i den ordning det skrevs, utan luckor: förbund och insatser, antal i de egna
/// insatserna, den egna partens deltaganden (en nyckel som är begränsad till vissa insatser ser bara dem). Fortsätt från
/// `_meta.markor`, som ges också när inget hänt; `ikapp` är falskt när mer kan läsas genast. Med `vanta` kommer svaret när
/// något händer. En ändring säger att något hänt, inte vad: läs resursen. Är den borta (404) har den raderats eller lämnat
/// det du får se. Markörer säger ingenting i sig, gäller i alla processer och efter omstart, och kan användas med en annan
/// nyckel. Efter 410: läs om allt ur listorna och fortsätt från problemets `markor`. Varje deltagande som visas loggas.
///
/// What has happened to what you may read, in the order in which it was written, without gaps: förbund and insatser,
/// counts of your own insatser, your own part's participations (a key narrowed to some insatser sees only those). Go on
/// from `_meta.markor`, which is given also when nothing has happened; `ikapp` is false when more can be read at once. With
/// `vanta` the answer comes when something happens. A change says that something happened, not what: read the resource. If
/// it is gone (404), it was deleted or left what you may see. Markers say nothing by themselves, hold in every process and
/// after a restart, and may be used with another key. After 410: read everything from the lists again and go on from the
/// `markor` of the problem. Each participation shown is logged.
#[utoipa::path(get, path = "/andringar", tag = "andringar", operation_id = "lasAndringar", params(Urval),
    responses((status = 200, body = Andringar, description = "Ändringarna / The changes"), fel::Flode))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(urval): Fraga<Urval>,
) -> Svar<Json<Andringar>> {
    let sigill = app.flode.sigill(&app).await?;
    let efter = match &urval.efter {
        Efter::Borjan => flode::beginning(&app).await?,
        Efter::Nu => flode::newest(&app).await?,
        Efter::Markor(markor) => flode::open(&app, sigill, markor).await?,
    };
    let vanta = Duration::from_secs(urval.vanta.into());
    let fraga = flode::Fraga { efter, limit: urval.limit, vanta };
    let stracka = flode::wait(&app, sigill, anropare.synfalt(), fraga).await?;
    log(&app, &anropare, &stracka.poster).await?;
    Ok(Json(answer(&uri, urval.limit, stracka, sigill, app.salt())))
}

/// One line in the access log for each participation shown.
async fn log(app: &App, anropare: &Anropare, poster: &[Skedd]) -> Svar<()> {
    let of_persons = poster.iter().filter(|skedd| skedd.handelse.resurs == Resurs::Deltagande);
    let shown: BTreeSet<_> = of_persons.map(|skedd| DeltagandeId(skedd.handelse.id)).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let shown: Vec<Atkomstmal> = shown.into_iter().map(Atkomstmal::Deltagande).collect();
    let mut unit = app.store.begin(anropare.aktor(app)).await?;
    unit.atkomst().log(&shown).await?;
    unit.commit().await?;
    Ok(())
}

fn answer(uri: &Uri, limit: u32, stracka: Stracka, sigill: &Sigill, salt: u64) -> Andringar {
    // Sealed in another way than the last change: else it would show whether others have written after it.
    let markor = sigill.seal(stracka.till, !salt);
    let first = with_place(uri, &["efter", "limit"], "limit", &limit.to_string());
    let next = with_place(uri, &["efter"], "efter", &markor);
    let poster: Vec<_> = stracka.poster.into_iter().map(|skedd| shown(skedd, sigill, salt)).collect();
    let count = u32::try_from(poster.len()).unwrap_or(u32::MAX);
    Andringar {
        poster,
        meta: Andringsmeta { limit, count, markor, ikapp: stracka.ikapp },
        lankar: Lankar {
            sjalv: Lank { href: uri.to_string() },
            first: Lank { href: first },
            prev: None,
            next: Some(Lank { href: next }),
        },
    }
}

fn shown(skedd: Skedd, sigill: &Sigill, salt: u64) -> Andring {
    let Skedd { handelse, nyckel, .. } = skedd;
    Andring {
        markor: sigill.seal(handelse.nummer, salt),
        tid: handelse.tid,
        typ: handelse.typ,
        resurs: handelse.resurs,
        id: handelse.id,
        nyckel,
        version: handelse.version,
    }
}
