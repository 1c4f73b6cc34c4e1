//! Kön, and the situation before.

use finsam_core::belopp::fordela;
use finsam_core::forsorjning::{Forsorjningsform as Form, Sysselsattning};
use finsam_core::identitet::Kon;
use rand::Rng;

use super::former::{Formantal, by_form, deal_forms, of, split_pension, table_13};
use super::losning::{Grans, any, choose, deal, total_of, wishes};
use super::marginaler::{Marginaler, Plats};
use super::utkast::{Grupp, Kull, Utkast, count, rows};
use crate::pahittat::PahittatFel;

/// How those in work or studies before divide: without subsidy, with it, studies. Not printed.
const ARBETE: [u64; 3] = [35, 25, 40];
/// How the others divide: enrolled at AF, work placement, nothing. Not printed.
const OVRIGA: [u64; 3] = [45, 5, 50];

const fn in_second(utkast: &Utkast) -> bool {
    !matches!(utkast.kull, Kull::Stangd2013)
}

/// Kön as printed for 2014, in every kull alike.
pub(super) fn kon(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    let printed = |kon| m.antal_kon(Plats::new("text", 2014, "deltagare"), kon, "registrerade");
    let (women, men) = (printed(Kon::Kvinna)?, printed(Kon::Man)?);
    let weights = [women.unsigned_abs(), men.unsigned_abs()];
    for (rows, women) in [
        (rows(utkast, in_second), women),
        (rows(utkast, |u| !in_second(u)), fordela(count(&rows(utkast, |u| !in_second(u))), &weights)[0]),
    ] {
        let values = [(Kon::Kvinna, women), (Kon::Man, count(&rows) - women)];
        for (row, kon) in deal(rng, &rows, &values, any)? {
            utkast[row].kon = kon;
        }
    }
    Ok(())
}

/// Forms before: table 13, the shares printed of all who took part in 2014, and table 2 for 2013.
pub(super) fn forms(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    let taking = rows(utkast, in_second);
    let closed = rows(utkast, |u| u.kull == Kull::Stangd2014);
    let open = rows(utkast, |u| u.kull == Kull::Oppen);
    let none = none_by_kon(m, utkast, &taking)?;
    let mut counts = closed_counts(m, 2014, count(&closed))?;
    let printed = |kategori: &str| -> Result<Grans, PahittatFel> {
        Ok(Grans::andel(m.andel(Plats::new("text", 2014, "fore"), kategori)?, count(&taking)))
    };
    let young = printed("aktivitetsersattning")?;
    split_pension(&mut counts, young.onskad * count(&closed) / count(&taking))?;
    let after = open_counts(&counts, count(&closed), count(&open), none.iter().sum(), &printed)?;
    let none_closed = fordela(of(&counts, Form::IngenOffentlig), &none.map(i64::unsigned_abs));
    give(rng, utkast, &closed, &counts, [none_closed[0], none_closed[1]])?;
    give(rng, utkast, &open, &after, [none[0] - none_closed[0], none[1] - none_closed[1]])?;
    first_year(rng, m, utkast, none)
}

/// Those who took part in 2013 alone. Table 2 says how many had aktivitetsersättning that year.
fn first_year(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast], none: [i64; 2]) -> Result<(), PahittatFel> {
    let closed = rows(utkast, |u| u.kull == Kull::Stangd2013);
    let mut counts = closed_counts(m, 2013, count(&closed))?;
    let both = rows(utkast, |u| u.grupp == Grupp::Bada && u.has_before(Form::Aktivitetsersattning));
    let young = m.antal(Plats::new("2", 2013, "deltagare"), "varav_aktivitetsersattning")?;
    split_pension(&mut counts, young - count(&both))?;
    let none = fordela(of(&counts, Form::IngenOffentlig), &none.map(i64::unsigned_abs));
    give(rng, utkast, &closed, &counts, [none[0], none[1]])
}

/// How many closed in the year had each form before; at least one in a hundred has two.
fn closed_counts(m: &Marginaler, ar: i32, antal: i64) -> Result<Formantal, PahittatFel> {
    let granser = table_13(m, ar, "fore", antal)?;
    by_form(wishes(&granser).max(antal + antal / 100), &granser)
}

/// Women and men without public support before, of all who took part in 2014.
fn none_by_kon(m: &Marginaler, utkast: &[Utkast], taking: &[usize]) -> Result<[i64; 2], PahittatFel> {
    let plats = Plats::new("text", 2014, "fore");
    let without = |share: i64, of: i64| {
        let with = Grans::andel(share, of);
        Grans { minst: of - with.hogst, hogst: of - with.minst, onskad: of - with.onskad }
    };
    let women = count(&rows(utkast, |u| in_second(u) && u.kon == Kon::Kvinna));
    let parts = [
        without(m.andel_kon(plats, Kon::Kvinna, "offentlig")?, women),
        without(m.andel_kon(plats, Kon::Man, "offentlig")?, count(taking) - women),
    ];
    let all = without(m.andel(plats, "offentlig")?, count(taking));
    let chosen = choose(total_of(all, &parts)?, &parts)?;
    Ok([chosen[0], chosen[1]])
}

/// Those still open after 2014: what is printed of all who took part, less those who closed; for forms of which nothing
/// is printed, the share of those who closed.
fn open_counts(
    closed: &Formantal,
    of_closed: i64,
    antal: i64,
    none: i64,
    printed: &impl Fn(&str) -> Result<Grans, PahittatFel>,
) -> Result<Formantal, PahittatFel> {
    let grans = |&(form, n): &(Form, i64)| match form {
        Form::IngenOffentlig => Ok(Grans::exakt(none - n)),
        Form::Forsorjningsstod | Form::Aktivitetsstod | Form::Aktivitetsersattning => {
            printed(form.code()).map(|grans| grans.less(n))
        }
        Form::Sjukpenning => printed("sjuk_rehabpenning").map(|grans| grans.less(n)),
        _ => Ok(Grans::fri(n * antal / of_closed.max(1))),
    };
    let granser = closed.iter().map(grans).collect::<Result<Vec<_>, PahittatFel>>()?;
    let counts = choose(wishes(&granser).max(antal + antal / 100), &granser)?;
    Ok(closed.iter().map(|(form, _)| *form).zip(counts).collect())
}

/// Deals the forms before to a kull; `none` women and men get none.
fn give(
    rng: &mut impl Rng,
    utkast: &mut [Utkast],
    of_kull: &[usize],
    counts: &Formantal,
    none: [i64; 2],
) -> Result<(), PahittatFel> {
    let mut rest = Vec::new();
    for (kon, antal) in [(Kon::Kvinna, none[0]), (Kon::Man, none[1])] {
        let its: Vec<usize> = of_kull.iter().copied().filter(|&row| utkast[row].kon == kon).collect();
        for (row, without) in deal(rng, &its, &[(true, antal), (false, count(&its) - antal)], any)? {
            if without {
                utkast[row].fore = vec![Form::IngenOffentlig];
            } else {
                rest.push(row);
            }
        }
    }
    let counts = counts.iter().copied().filter(|(form, _)| *form != Form::IngenOffentlig).collect();
    for (row, forms) in deal_forms(rng, &rest, &counts, any)? {
        utkast[row].fore = forms;
    }
    Ok(())
}

/// Work and studies before: table 12. Those who are open after 2014 have the shares of those who closed in it.
pub(super) fn occupations(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    use Sysselsattning as S;
    for (kull, ar) in [(Kull::Stangd2013, 2013), (Kull::Stangd2014, 2014), (Kull::Oppen, 2014)] {
        let its = rows(utkast, |u| u.kull == kull);
        let share = m.andel(Plats::new("12", ar, "fore"), "arbete_eller_studier")?;
        let working = Grans::andel(share, count(&its)).onskad;
        let work = fordela(working, &ARBETE);
        let other = fordela(count(&its) - working, &OVRIGA);
        let values = [
            (S::Studier, work[2]),
            (S::ArbeteSubventionerat, work[1]),
            (S::ArbeteIckeSubventionerat, work[0]),
            (S::ArbetssokandeAf, other[0]),
            (S::Praktik, other[1]),
            (S::Ingen, other[2]),
        ];
        let fits = |row: usize, slag: S, chance: u32| Some(chance + before_rank(&utkast[row], slag));
        for (row, slag) in deal(rng, &its, &values, fits)? {
            utkast[row].fore_sysselsattning = slag;
        }
    }
    Ok(())
}

/// How unlikely an occupation is beside what one lives on.
fn before_rank(utkast: &Utkast, slag: Sysselsattning) -> u32 {
    use Sysselsattning as S;
    let any_of = |forms: &[Form]| utkast.fore.iter().any(|form| forms.contains(form));
    let likely = match slag {
        S::Studier => any_of(&[Form::Studiestod]),
        S::ArbeteIckeSubventionerat | S::ArbeteSubventionerat | S::EgetForetag => {
            any_of(&[Form::IngenOffentlig, Form::Sjukpenning])
        }
        S::ArbetssokandeAf | S::Praktik => any_of(&[Form::Aktivitetsstod, Form::AKassa, Form::Forsorjningsstod]),
        S::Ingen => true,
    };
    if likely { 0 } else { 60 }
}
