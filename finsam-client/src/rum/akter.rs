//! What belongs to one förbund: its board, audit, budgets and outcomes, how it is judged, and how its life changes.

use bytes::Bytes;
use chrono::NaiveDate;
use finsam_core::arsredovisning::Arsredovisning;
use finsam_core::ekonomi::{Budget, Budgetuppgift, Faststallande, Utfall, Utfallsuppgift};
use finsam_core::forbund::Forbund;
use finsam_core::forbund::livscykel::{Sammanslagning, Uttrade};
use finsam_core::forbund::revision::{Revision, Revisionsuppgift};
use finsam_core::forbund::styrelse::{Styrelse, Styrelseuppgift};
use finsam_core::protokoll::{Regelkontroll, Sammanslaget, Villkor};

use reqwest::header::ACCEPT;

use super::XLSX;
use crate::anrop::Anrop;
use crate::{Client, Fel};

/// What belongs to one förbund.
#[derive(Debug, Clone)]
pub struct Aktrum<'a> {
    pub(crate) client: &'a Client,
    pub(crate) forbund: String,
}

impl Aktrum<'_> {
    fn path<'p>(&'p self, below: &[&'p str]) -> Vec<&'p str> {
        [&["forbund", &self.forbund], below].concat()
    }

    /// What is found in it as of a day; today when none is named.
    ///
    /// # Errors
    /// 404 when there is no such förbund; else see [`Fel`].
    pub async fn regelkontroll(&self, datum: Option<NaiveDate>) -> Result<Regelkontroll, Fel> {
        let datum = datum.map(|datum| ("datum", datum.to_string()));
        self.client.send(Anrop::get(&self.path(&["regelkontroll"])).query(datum)).await?.json()
    }

    /// Its board.
    ///
    /// # Errors
    /// 404 when none is registered; else see [`Fel`].
    pub async fn styrelse(&self) -> Result<Styrelse, Fel> {
        self.client.send(Anrop::get(&self.path(&["styrelse"]))).await?.json()
    }

    /// Registers or replaces its board.
    ///
    /// # Errors
    /// 412 and 428 about its version, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put_styrelse(&self, villkor: Villkor, uppgift: &Styrelseuppgift) -> Result<Styrelse, Fel> {
        self.client.send(Anrop::put(&self.path(&["styrelse"]), villkor).json(uppgift)).await?.json()
    }

    /// Its audit.
    ///
    /// # Errors
    /// 404 when none is registered; else see [`Fel`].
    pub async fn revisorer(&self) -> Result<Revision, Fel> {
        self.client.send(Anrop::get(&self.path(&["revisorer"]))).await?.json()
    }

    /// Registers or replaces its audit.
    ///
    /// # Errors
    /// 412 and 428 about its version, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put_revisorer(&self, villkor: Villkor, uppgift: &Revisionsuppgift) -> Result<Revision, Fel> {
        self.client.send(Anrop::put(&self.path(&["revisorer"]), villkor).json(uppgift)).await?.json()
    }

    /// Its budget of a year.
    ///
    /// # Errors
    /// 404 when none is registered, 422 for what is no year; else see [`Fel`].
    pub async fn budget(&self, ar: i32) -> Result<Budget, Fel> {
        self.client.send(Anrop::get(&self.path(&["budgetar", &ar.to_string()]))).await?.json()
    }

    /// Registers or replaces its budget of a year.
    ///
    /// # Errors
    /// 412 and 428 about its version, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put_budget(&self, ar: i32, villkor: Villkor, uppgift: &Budgetuppgift) -> Result<Budget, Fel> {
        self.client.send(Anrop::put(&self.path(&["budgetar", &ar.to_string()]), villkor).json(uppgift)).await?.json()
    }

    /// Its outcome of a year.
    ///
    /// # Errors
    /// 404 when none is registered, 422 for what is no year; else see [`Fel`].
    pub async fn utfall(&self, ar: i32) -> Result<Utfall, Fel> {
        self.client.send(Anrop::get(&self.path(&["utfall", &ar.to_string()]))).await?.json()
    }

    /// Registers or replaces its outcome of a year.
    ///
    /// # Errors
    /// 412 and 428 about its version, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put_utfall(&self, ar: i32, villkor: Villkor, uppgift: &Utfallsuppgift) -> Result<Utfall, Fel> {
        self.client.send(Anrop::put(&self.path(&["utfall", &ar.to_string()]), villkor).json(uppgift)).await?.json()
    }

    /// Its annual report of a year, drawn up from what is registered.
    ///
    /// # Errors
    /// 404 when neither budget nor outcome of the year is registered, 422 for what is no year; else see [`Fel`].
    pub async fn arsredovisning(&self, ar: i32) -> Result<Arsredovisning, Fel> {
        self.client.send(Anrop::get(&self.path(&["arsredovisningar", &ar.to_string()]))).await?.json()
    }

    /// The same as a workbook (`.xlsx`).
    ///
    /// # Errors
    /// As [`arsredovisning`](Self::arsredovisning).
    pub async fn arsredovisning_xlsx(&self, ar: i32) -> Result<Bytes, Fel> {
        let anrop = Anrop::get(&self.path(&["arsredovisningar", &ar.to_string()])).header(ACCEPT, XLSX);
        Ok(self.client.send(anrop).await?.bytes())
    }

    /// The same as a page to read and print (HTML).
    ///
    /// # Errors
    /// As [`arsredovisning`](Self::arsredovisning).
    pub async fn arsredovisning_html(&self, ar: i32) -> Result<String, Fel> {
        let anrop = Anrop::get(&self.path(&["arsredovisningar", &ar.to_string()]))
            .header(ACCEPT, "text/html, application/problem+json;q=0.1");
        self.client.send(anrop).await?.text()
    }

    /// Registers that its budget of a year was set as it stands.
    ///
    /// # Errors
    /// 404 when there is no budget, 412 when it is at another version; else see [`Fel`].
    pub async fn set_budget(&self, ar: i32, villkor: Villkor, datum: NaiveDate) -> Result<Budget, Fel> {
        let ar = ar.to_string();
        let anrop = Anrop::act(&self.path(&["budgetar", &ar, "faststallande"]), villkor);
        self.client.send(anrop.json(&Faststallande { datum })).await?.json()
    }

    /// Registers that a member leaves.
    ///
    /// # Errors
    /// 412 when it is at another version, 422 when the part is not a member; else see [`Fel`].
    pub async fn leave(&self, villkor: Villkor, uttrade: &Uttrade) -> Result<Forbund, Fel> {
        self.client.send(Anrop::act(&self.path(&["uttrade"]), villkor).json(uttrade)).await?.json()
    }

    /// Lets other förbund go up in it.
    ///
    /// # Errors
    /// 403 for all but a system administrator, 422 when one of them cannot; else see [`Fel`].
    pub async fn merge(&self, villkor: Villkor, sammanslagning: &Sammanslagning) -> Result<Sammanslaget, Fel> {
        self.client.send(Anrop::act(&self.path(&["sammanslagning"]), villkor).json(sammanslagning)).await?.json()
    }
}
