//! Who visits a page, in which language, and what it asks for.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use finsam_core::atkomst::{Operation, Plats, Synfalt};
use finsam_core::insats::Insats;
use finsam_core::statistik::{Rapportnamn, Urval};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::fel::{Hinder, error_page};
use super::insyn::{Insyn, is_open_report};
use super::kaka;
use super::vag::{language, own_path, page};
use crate::app::App;
use crate::extract::{Anrop, Fragor, FromFraga, look_up_hash};
use crate::fel::{ApiError, Svar};
use crate::skydd::too_often;
use crate::sprak::Sprak;

/// A visit to a page. It shows itself without what was asked for, which may say anything.
pub(super) struct Sidbesok {
    /// What the visitor reaches; nothing where it has exchanged no key that holds.
    pub(super) synfalt: Option<Synfalt>,
    /// The language that the page is given in.
    pub(super) sprak: Sprak,
    /// Whether the visitor chose it on the page.
    pub(super) valt_sprak: bool,
    /// The address of the page, or of the first where it is none.
    pub(super) vag: String,
    /// All that is asked for, as it was written.
    fraga: String,
    /// The id of the request.
    pub(super) anrop: String,
    /// Why the visitor is let in no further, where it asks too often or the register does not answer.
    hinder: Option<ApiError>,
}

/// Puts the language of a page beside what else it asks for.
struct MedSprak<T>(T);

impl<T: FromFraga> FromFraga for MedSprak<T> {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        fragor.one::<Sprak>("sprak", "sv or en");
        Self(T::from_fraga(fragor))
    }
}

impl fmt::Debug for Sidbesok {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sidbesok").field("vag", &self.vag).field("anrop", &self.anrop).finish_non_exhaustive()
    }
}

impl Sidbesok {
    /// The page again, with what may be repeated of what is asked for.
    pub(super) fn here(&self) -> String {
        page(&self.vag, &self.fraga)
    }

    /// What the page is asked for.
    ///
    /// # Errors
    /// 400 with all that is wrong.
    pub(super) fn asked<T: FromFraga>(&self) -> Result<T, Hinder> {
        let mut fragor = Fragor::parse(&self.fraga);
        let MedSprak(asked) = MedSprak::<T>::from_fraga(&mut fragor);
        fragor.finish().map_err(ApiError::format)?;
        Ok(asked)
    }

    /// Whether the visitor may see how much there is to do in an insats.
    pub(super) fn may_see_work(&self, insats: &Insats) -> bool {
        let plats = Plats { insats: insats.id, forbund: insats.uppgift.forbund_id };
        self.synfalt.as_ref().is_some_and(|synfalt| synfalt.reaches(Operation::HamtaArbetslage, plats))
    }

    /// Goes on only if the visitor may do all of this.
    ///
    /// # Errors
    /// 404 for what its role may not, and the form where nobody is known.
    pub(super) fn must(&self, operations: &[Operation]) -> Result<(), Hinder> {
        if let Some(fel) = &self.hinder {
            return Err(fel.clone().into());
        }
        match &self.synfalt {
            None => Err(Hinder::Inloggning),
            Some(synfalt) if operations.iter().all(|operation| synfalt.may(*operation)) => Ok(()),
            Some(_) => Err(ApiError::not_found().into()),
        }
    }

    /// How much the visitor is shown of reports.
    pub(super) fn insyn(&self, app: &App) -> Insyn {
        let oppen = self.must(&[Operation::HamtaRapport]).is_err();
        Insyn { oppen, troskel: app.installning.rojandeskydd }
    }

    /// The turn to have something counted, which a visitor without a key waits for. Whoever counts keeps it until that is
    /// done, whether the visitor waits or not.
    pub(super) async fn turn(&self, app: &App) -> Option<OwnedSemaphorePermit> {
        if !self.insyn(app).oppen {
            return None;
        }
        Arc::clone(&app.oppen_tur).acquire_owned().await.ok()
    }

    /// Goes on only if the visitor may see a report of a selection: its role may, or it is one that is open.
    ///
    /// # Errors
    /// 404 for what its role may not, and the form where nobody is known.
    pub(super) fn must_see(&self, app: &App, namn: Rapportnamn, urval: &Urval) -> Result<(), Hinder> {
        let is_open = app.installning.oversikt.is_open(app.installning.rojandeskydd);
        match self.must(&[Operation::HamtaRapport]) {
            Err(_) if self.hinder.is_none() && is_open && is_open_report(namn, urval) => Ok(()),
            judged => judged,
        }
    }

    /// The page, or what stands in its way.
    pub(super) fn answer(&self, app: &App, page: Result<Response, Hinder>) -> Response {
        page.unwrap_or_else(|hinder| error_page(app, self, hinder))
    }
}

/// What the visitor reaches, by the key that its cookie stands for. A key that no longer holds is nobody's.
async fn look_up(app: &App, headers: &HeaderMap) -> Svar<Option<Synfalt>> {
    let Some(besok) = kaka::Besok::of(app, headers) else { return Ok(None) };
    match look_up_hash(app, besok.hash).await {
        Ok((vem, synfalt)) => {
            app.takt.take(&vem, Instant::now()).map_err(too_often)?;
            Ok(Some(synfalt))
        }
        Err(fel) if fel.kod() == finsam_core::protokoll::Felkod::Obehorig => Ok(None),
        Err(fel) => Err(fel),
    }
}

impl FromRequestParts<App> for Sidbesok {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Anrop { id: anrop, .. } = Anrop::from_request_parts(parts, app).await?;
        let fraga = parts.uri.query().unwrap_or_default().to_owned();
        let valt = language(&fraga);
        let sprak = valt.unwrap_or_else(|| Sprak::from_header(parts.headers.get(header::ACCEPT_LANGUAGE)));
        let (synfalt, hinder) = match look_up(app, &parts.headers).await {
            Ok(synfalt) => (synfalt, None),
            Err(fel) => (None, Some(fel)),
        };
        let vag = own_path(parts.uri.path());
        Ok(Self { synfalt, sprak, valt_sprak: valt.is_some(), vag, fraga, anrop, hinder })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_shows_itself_without_what_was_asked_for() {
        let besok = Sidbesok {
            synfalt: None,
            sprak: Sprak::Svenska,
            valt_sprak: false,
            vag: "/".to_owned(),
            fraga: "personnummer=199003122380&till=2014".to_owned(),
            anrop: "1".to_owned(),
            hinder: None,
        };
        let told = format!("{besok:?}");
        assert!(told.contains("vag: \"/\"") && !told.contains("9003122380"), "{told}");
        assert_eq!(besok.here(), "/?till=2014");
    }
}
