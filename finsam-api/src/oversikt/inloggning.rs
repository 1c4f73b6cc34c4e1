//! `/oversikt/inloggning`: the form that exchanges a key for a cookie, and the way out.

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use finsam_core::atkomst::Operation;
use finsam_core::protokoll::Felkod;
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::fel::Hinder;
use super::kaka::{Besok, count_failure, no_cookie};
use super::ram::{self, link};
use super::vag::{INLOGGNING, in_language, own_page};
use crate::app::App;
use crate::extract::{Anrop, Bitar, Fragor, FromFraga, look_up_hash};
use crate::fel::{ApiError, Svar};
use crate::token;
use crate::utfardare::is_signed;

/// The largest form that is read.
const STORST: u64 = 8 * 1_024;

/// How to be let in, as every 401 says (RFC 9110, 11.6.1).
const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer realm=\"finsam\"");

/// Where the visitor is to come back to.
struct Ater(String);

impl FromFraga for Ater {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self(own_page(&fragor.all("till").pop().unwrap_or_default()))
    }
}

/// A form that was sent.
struct Blankett {
    nyckel: String,
    till: String,
}

/// `GET`: the form.
pub(super) async fn sida(State(app): State<App>, besok: Sidbesok) -> Response {
    let page = besok.asked::<Ater>().map(|Ater(till)| form(&app, &besok, &till, None));
    besok.answer(&app, page)
}

/// `POST`: a key for a cookie.
pub(super) async fn in_(
    State(app): State<App>,
    besok: Sidbesok,
    anrop: Anrop,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let answer = exchange(&app, &besok, &anrop, &headers, body).await;
    besok.answer(&app, answer)
}

/// `POST /oversikt/utloggning`: the end of a visit.
pub(super) async fn ut(State(app): State<App>, besok: Sidbesok, headers: HeaderMap) -> Response {
    let answer = leave(&app, &besok, &headers);
    besok.answer(&app, answer)
}

fn leave(app: &App, besok: &Sidbesok, headers: &HeaderMap) -> Result<Response, Hinder> {
    from_here(headers)?;
    if let Some(visit) = Besok::of(app, headers) {
        app.besoksbok.end(&visit, app.klocka.now());
    }
    Ok(go(&link("/", besok, &[]), no_cookie(app)?))
}

async fn exchange(
    app: &App,
    besok: &Sidbesok,
    anrop: &Anrop,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Hinder> {
    from_here(headers)?;
    let blankett = read(headers, body).await?;
    match judge(app, &blankett.nyckel).await {
        Ok(visit) => Ok(go(&till(besok, blankett.till), visit.cookie(app)?)),
        Err(fel) if matches!(fel.kod(), Felkod::Obehorig | Felkod::Forbjudet) => {
            // Whoever has a key that holds is never kept out by those who try others from the same address.
            if fel.kod() == Felkod::Obehorig {
                count_failure(app, anrop.varifran.as_deref().unwrap_or_default()).map_err(too_many_failures)?;
            }
            Ok(form(app, besok, &blankett.till, Some(&fel)))
        }
        Err(fel) => Err(fel.into()),
    }
}

/// Where a visitor goes on, in the language that it chose by the form.
fn till(besok: &Sidbesok, till: String) -> String {
    if besok.valt_sprak { in_language(&till, besok.sprak) } else { till }
}

/// What one is told from whose address too many keys have been tried that do not hold.
fn too_many_failures(wait: Duration) -> ApiError {
    let seconds = wait.as_secs() + 1;
    ApiError::new(
        Felkod::ForOfta,
        format!(
            "Många nycklar som inte gäller har prövats härifrån, och inte heller den här gäller. Vänta {seconds} s."
        ),
        format!(
            "Many keys that do not hold have been tried from here, and this one does not hold either. Wait {seconds} s."
        ),
    )
    .header(header::RETRY_AFTER, HeaderValue::from(seconds))
}

/// A visit with a key of the register whose role reads statistics.
async fn judge(app: &App, nyckel: &str) -> Svar<Besok> {
    if is_signed(nyckel) {
        return Err(ApiError::new(
            Felkod::Obehorig,
            "Token från en utfärdare tas bara emot av API:et. Använd en nyckel från registret.",
            "Tokens of an issuer are taken by the API alone. Use a key of the register.",
        ));
    }
    let hash = token::hash(nyckel);
    let (_, synfalt) = look_up_hash(app, hash).await?;
    if !synfalt.may(Operation::HamtaRapport) {
        let sv = "Nyckelns roll läser inte statistik. Använd en nyckel med en annan roll.";
        return Err(ApiError::forbidden()
            .saying(sv, "The role of the key does not read statistics. Use a key with another role."));
    }
    Ok(Besok::begin(app, hash))
}

/// Refuses a form that was sent from a page of another site, as far as the browser tells.
fn from_here(headers: &HeaderMap) -> Svar<()> {
    let told = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if told.is_none_or(|site| matches!(site, "same-origin" | "none")) { Ok(()) } else { Err(ApiError::forbidden()) }
}

async fn read(headers: &HeaderMap, body: Body) -> Svar<Blankett> {
    let kind = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    if !kind.starts_with(b"application/x-www-form-urlencoded") {
        let sv = "Formuläret skickas som application/x-www-form-urlencoded.";
        return Err(ApiError::new(Felkod::Innehallstyp, sv, "The form is sent as application/x-www-form-urlencoded."));
    }
    let body = Bitar::new(body, STORST)?.collect().await?;
    let mut blankett = Blankett { nyckel: String::new(), till: "/".to_owned() };
    for (name, value) in form_urlencoded::parse(&body) {
        match &*name {
            "nyckel" => value.trim().clone_into(&mut blankett.nyckel),
            "till" => blankett.till = own_page(&value),
            _ => {}
        }
    }
    Ok(blankett)
}

fn go(place: &str, cookie: HeaderValue) -> Response {
    let place = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place), (header::SET_COOKIE, cookie)]).into_response()
}

/// The form; with why the key was refused, where it was.
fn form(app: &App, besok: &Sidbesok, till: &str, fel: Option<&ApiError>) -> Response {
    let sprak = besok.sprak;
    let titel = sprak.pick("Logga in med nyckel", "Log in with a key");
    let refused = fel.map(|fel| fel.problem(sprak, ""));
    let content = html! {
        h1 { (titel) }
        p.ingress {
            (sprak.pick(
                "Sidorna visar det som nyckelns roll får se. Nyckeln byts mot en kaka som gäller i en timme, bara för sidorna och bara för att läsa.",
                "The pages show what the role of the key may see. The key is exchanged for a cookie that holds for an hour, for the pages alone and to read alone.",
            ))
        }
        @if let Some(problem) = &refused { div.varning role="alert" id="fel" { p { (problem.detail) } } }
        (fields(besok, till, refused.is_some()))
    };
    let page = ram::page(app, besok, titel, &content);
    match refused {
        Some(problem) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::UNAUTHORIZED);
            let challenge = (status == StatusCode::UNAUTHORIZED).then_some([(header::WWW_AUTHENTICATE, CHALLENGE)]);
            (status, challenge, page).into_response()
        }
        None => page,
    }
}

fn fields(besok: &Sidbesok, till: &str, refused: bool) -> Markup {
    let sprak = besok.sprak;
    html! {
        form.inloggning method="post" action=(link(INLOGGNING, besok, &[])) {
            label for="nyckel" { (sprak.pick("Nyckel", "Key")) }
            input id="nyckel" name="nyckel" type="password" required autocomplete="off" spellcheck="false"
                aria-invalid=[refused.then_some("true")] aria-describedby=[refused.then_some("fel")];
            input type="hidden" name="till" value=(till);
            button { (sprak.pick("Logga in", "Log in")) }
        }
    }
}
