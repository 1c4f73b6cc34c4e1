//! Any record that a row can hold.

use chrono::NaiveDate;
use finsam_core::deltagande::{
    Avslutsanledning, Deltagandeuppgift, Nummertext, Nyckel, Registrering, Registreringssamtycke, Remitterande,
    Samtycke, Sekretesssamtycke, TidIOffentligForsorjning, Utbildningsniva,
};
use finsam_core::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattning, Sysselsattningspost};
use finsam_core::id::InsatsId;
use finsam_core::identitet::{Kon, Reservnummeruppgift};
use finsam_core::part::PartKod;
use finsam_core::protokoll::Importpost;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// Text with all that CSV and JSON find hard; never only white space.
fn text() -> impl Strategy<Value = String> {
    "[a-zåäö0-9;,\"\\\\\n\r\t' =-]{0,12}[a-zåäö0-9;,\"\\\\'-]"
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (1900..2100_i32, 1..367_u32).prop_filter_map("a day of that year", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

fn part() -> impl Strategy<Value = PartKod> {
    select(vec!["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280"])
        .prop_map(|kod| kod.parse().unwrap())
}

fn lage() -> impl Strategy<Value = Lage> {
    let form = (select(Forsorjningsform::ALL), any::<i32>());
    let form = form.prop_map(|(form, omfattning)| Forsorjningspost { form, omfattning });
    let slag = (select(Sysselsattning::ALL), of(any::<i32>()));
    let slag = slag.prop_map(|(slag, omfattning)| Sysselsattningspost { slag, omfattning });
    (proptest::collection::vec(form, 0..=4), proptest::collection::vec(slag, 0..=2))
        .prop_map(|(forsorjning, sysselsattning)| Lage { forsorjning, sysselsattning })
}

fn samtycke() -> impl Strategy<Value = Samtycke> {
    let registrering = (date(), text()).prop_map(|(datum, textversion)| Registreringssamtycke { datum, textversion });
    let sekretess = (date(), proptest::collection::vec(part(), 0..4));
    let sekretess = sekretess.prop_map(|(datum, parter)| Sekretesssamtycke { datum, parter });
    (of(registrering), of(sekretess))
        .prop_filter("states something", |(registrering, sekretess)| registrering.is_some() || sekretess.is_some())
        .prop_map(|(registrering, sekretess)| Samtycke { registrering, sekretess })
}

fn reservnummer() -> impl Strategy<Value = Reservnummeruppgift> {
    (text(), text(), date(), select(Kon::ALL)).prop_map(|(utfardare, nummer, fodelsedatum, kon)| Reservnummeruppgift {
        utfardare,
        nummer,
        fodelsedatum,
        kon,
    })
}

/// Any record that a row can hold, sound or not.
pub(super) fn any_post() -> impl Strategy<Value = Importpost> {
    let key = (text(), text()).prop_map(|(kallsystem, nyckel)| Nyckel { kallsystem, nyckel });
    let what = (
        of(any::<u128>().prop_map(|id| InsatsId(uuid::Uuid::from_u128(id)))),
        of(text()),
        select(Registrering::ALL),
        of(text().prop_map(Nummertext::from)),
        of(reservnummer()),
        of(any::<bool>()),
        of(select(Kon::ALL)),
        of("[0-9]{4}"),
        of(samtycke()),
    );
    let when = (
        date(),
        of(date()),
        of(select(Remitterande::ALL)),
        of(select(Utbildningsniva::ALL)),
        of(select(TidIOffentligForsorjning::ALL)),
        of(lage()),
        of(lage()),
        of(select(Avslutsanledning::ALL)),
    );
    (key, what, when).prop_map(|(nyckel, what, when)| {
        let (insats_id, insats_nyckel, registrering, personnummer, reservnummer, skydd, kon, kommun, samtycke) = what;
        let (startdatum, slutdatum, remitterande, utbildningsniva, tid, fore, efter, avslutsanledning) = when;
        let uppgift = Deltagandeuppgift {
            insats_id,
            insats_nyckel,
            registrering,
            personnummer,
            reservnummer,
            skyddad_identitet: skydd,
            kon,
            kommun,
            samtycke,
            startdatum,
            slutdatum,
            remitterande,
            utbildningsniva,
            tid_i_offentlig_forsorjning: tid,
            fore,
            efter,
            avslutsanledning,
        };
        Importpost { nyckel, uppgift }
    })
}
