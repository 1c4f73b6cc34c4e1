//! The way back: what a sender would send to have what is kept.

use super::{Deltagande, Deltagandeuppgift};

impl From<Deltagande> for Deltagandeuppgift {
    /// What is sent under the participation's key to have it as it is kept: judged anew and saved, it changes nothing. Its
    /// follow-ups are sent by themselves.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use finsam_core::deltagande::{Deltagande, Deltagandepost, Deltagandeuppgift, Nyckel};
    /// use finsam_core::identitet::Kon;
    ///
    /// let dag: NaiveDate = "2014-03-01".parse()?;
    /// let kept = Deltagande {
    ///     id: "0190a5c0-7c00-7000-8000-000000000002".parse()?,
    ///     version: 3,
    ///     nyckel: Nyckel { kallsystem: "treserva".to_owned(), nyckel: "d-1".to_owned() },
    ///     personnummer: None,
    ///     reservnummer: None,
    ///     post: Deltagandepost::anonymous("0190a5c0-7c00-7000-8000-000000000001".parse()?, Kon::Kvinna, dag, None),
    ///     uppfoljningar: Default::default(),
    /// };
    /// let sent = Deltagandeuppgift::from(kept);
    /// assert_eq!((sent.startdatum, sent.kon, sent.slutdatum), (dag, Some(Kon::Kvinna), None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn from(Deltagande { personnummer, reservnummer, post, .. }: Deltagande) -> Self {
        Self {
            insats_id: Some(post.insats_id),
            registrering: post.registrering,
            personnummer,
            reservnummer,
            kon: Some(post.kon),
            kommun: post.kommun.map(|kod| kod.to_string()),
            samtycke: post.samtycke,
            slutdatum: post.slutdatum,
            remitterande: post.remitterande,
            utbildningsniva: post.utbildningsniva,
            tid_i_offentlig_forsorjning: post.tid_i_offentlig_forsorjning,
            fore: post.fore,
            efter: post.efter,
            avslutsanledning: post.avslutsanledning,
            ..Self::starting(post.startdatum)
        }
    }
}
