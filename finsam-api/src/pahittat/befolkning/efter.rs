//! The situation after, of those who closed: tables 11, 12 and 13.

use finsam_core::belopp::fordela;
use finsam_core::deltagande::Avslutsanledning;
use finsam_core::forsorjning::{Forsorjningsform as Form, Sysselsattning as S};
use finsam_core::identitet::Kon;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

use super::former::{Formantal, by_form, deal_forms, of, split_pension, table_13};
use super::losning::{Grans, any, choose, deal, wishes};
use super::marginaler::{Marginaler, Plats};
use super::utkast::{Efter, Kull, Utkast, count, rows};
use crate::pahittat::PahittatFel;

/// Of those neither in work, in studies nor enrolled at AF: work placement, nothing. Not printed.
const OVRIGA: [u64; 2] = [6, 94];

/// What is printed of those who closed in a year.
struct Efterantal {
    /// How many have no situation after: avliden, ej_avhord.
    missing: i64,
    /// In work without subsidy, in subsidised work, in studies.
    heads: [i64; 3],
    /// Enrolled at AF.
    enrolled: i64,
    /// Women and men in work or studies, where that is printed.
    by_kon: Option<[i64; 2]>,
    forms: Formantal,
}

/// Gives those who closed in the year their situation after and the reason.
pub(super) fn after(
    rng: &mut impl Rng,
    m: &Marginaler,
    utkast: &mut [Utkast],
    kull: Kull,
    ar: i32,
) -> Result<(), PahittatFel> {
    let closed = rows(utkast, |u| u.kull == kull);
    let counts = counts(m, utkast, &closed, ar)?;
    let mut heard = Vec::new();
    for (row, missing) in deal(rng, &closed, &[(true, counts.missing), (false, count(&closed) - counts.missing)], any)?
    {
        if missing {
            let died = rng.random_ratio(1, 8);
            utkast[row].anledning = Some(if died { Avslutsanledning::Avliden } else { Avslutsanledning::EjAvhord });
        } else {
            heard.push(row);
        }
    }
    let occupied = occupations(rng, utkast, &heard, &counts)?;
    let forms = forms(rng, utkast, &occupied, &counts.forms)?;
    for ((row, sysselsattning), former) in occupied.into_iter().zip(forms) {
        utkast[row].efter = Some(Efter { former, sysselsattning });
        utkast[row].anledning = Some(reason(rng, sysselsattning));
    }
    Ok(())
}

/// The shares of table 13 sum to less or more than a hundred: less means that some have no situation after, more that
/// some have two forms. One in a hundred is either all the same.
fn counts(m: &Marginaler, utkast: &[Utkast], closed: &[usize], ar: i32) -> Result<Efterantal, PahittatFel> {
    let antal = count(closed);
    let granser = table_13(m, ar, "efter", antal)?;
    let sum = wishes(&granser);
    let mut forms = by_form(sum, &granser)?;
    let of_closed =
        |form: Form| count(&closed.iter().copied().filter(|&row| utkast[row].has_before(form)).collect::<Vec<_>>());
    let (young, old) = (of_closed(Form::Aktivitetsersattning), of_closed(Form::Sjukersattning));
    let either = of(&forms, Form::Sjukersattning);
    split_pension(&mut forms, either * young / (young + old).max(1))?;
    let head = |kategori| m.antal(Plats::new("11", ar, "efter"), kategori);
    let heads = [head("icke_subventionerat")?, head("subventionerat")?, head("studier")?];
    let enrolled = m.andel(Plats::new("text", ar, "efter"), "arbetssokande_af")?;
    Ok(Efterantal {
        missing: (antal - sum).max(0) + antal / 100,
        heads,
        enrolled: Grans::andel(enrolled, antal).onskad,
        by_kon: by_kon(m, utkast, closed, ar, heads.iter().sum())?,
        forms,
    })
}

fn by_kon(
    m: &Marginaler,
    utkast: &[Utkast],
    closed: &[usize],
    ar: i32,
    working: i64,
) -> Result<Option<[i64; 2]>, PahittatFel> {
    let plats = Plats::new("text", ar, "efter");
    let share = |kon| m.andel_kon(plats, kon, "arbete_eller_studier");
    let (Ok(women), Ok(men)) = (share(Kon::Kvinna), share(Kon::Man)) else { return Ok(None) };
    let of = |kon| count(&closed.iter().copied().filter(|&row| utkast[row].kon == kon).collect::<Vec<_>>());
    let chosen = choose(working, &[Grans::andel(women, of(Kon::Kvinna)), Grans::andel(men, of(Kon::Man))])?;
    Ok(Some([chosen[0], chosen[1]]))
}

/// Who is in work or studies, by kön where that is printed; the others' occupations.
fn occupations(
    rng: &mut impl Rng,
    utkast: &[Utkast],
    heard: &[usize],
    counts: &Efterantal,
) -> Result<Vec<(usize, S)>, PahittatFel> {
    let working: i64 = counts.heads.iter().sum();
    let groups = match counts.by_kon {
        None => vec![(heard.to_vec(), working)],
        Some([women, men]) => {
            let (kvinnor, man) = heard.iter().partition(|&&row| utkast[row].kon == Kon::Kvinna);
            vec![(kvinnor, women), (man, men)]
        }
    };
    let (mut workers, mut others) = (Vec::new(), Vec::new());
    for (rows, antal) in groups {
        let before = |row: usize, works: bool, chance: u32| {
            Some(chance + if works && !utkast[row].fore_sysselsattning.is_work_or_studies() { 40 } else { 0 })
        };
        for (row, works) in deal(rng, &rows, &[(true, antal), (false, count(&rows) - antal)], before)? {
            if works { workers.push(row) } else { others.push(row) }
        }
    }
    let [plain, subsidised, studies] = counts.heads;
    let same =
        |row: usize, slag: S, chance: u32| Some(chance + if utkast[row].fore_sysselsattning == slag { 0 } else { 50 });
    let heads = [(S::Studier, studies), (S::ArbeteSubventionerat, subsidised), (S::ArbeteIckeSubventionerat, plain)];
    let mut dealt = deal(rng, &workers, &heads, same)?;
    let rest = fordela(count(&others) - counts.enrolled, &OVRIGA);
    let values = [(S::ArbetssokandeAf, counts.enrolled), (S::Praktik, rest[0]), (S::Ingen, rest[1])];
    dealt.extend(deal(rng, &others, &values, same)?);
    Ok(dealt)
}

/// Forms after, in the order of `occupied`: work tends to end public support, and otherwise most keep what they had.
fn forms(
    rng: &mut impl Rng,
    utkast: &[Utkast],
    occupied: &[(usize, S)],
    counts: &Formantal,
) -> Result<Vec<Vec<Form>>, PahittatFel> {
    let places: Vec<usize> = (0..occupied.len()).collect();
    let none = of(counts, Form::IngenOffentlig);
    let ends = |place: usize, without: bool, chance: u32| {
        let (row, slag) = occupied[place];
        let kept = if utkast[row].has_before(Form::IngenOffentlig) { 0 } else { 30 };
        Some(if without { chance + kept + none_rank(slag) } else { 0 })
    };
    let mut dealt = vec![vec![Form::IngenOffentlig]; occupied.len()];
    let split = deal(rng, &places, &[(true, none), (false, count(&places) - none)], ends)?;
    let rest: Vec<usize> = split.into_iter().filter(|(_, without)| !without).map(|(place, _)| place).collect();
    let mut counts: Formantal = counts.iter().copied().filter(|(form, _)| *form != Form::IngenOffentlig).collect();
    counts.sort_by_key(|&(form, antal)| (form != Form::Aktivitetsersattning && form != Form::Sjukersattning, antal));
    let fits = |place: usize, form: Form, chance: u32| {
        let (row, slag) = occupied[place];
        after_rank(&utkast[row], slag, form).map(|rank| rank + chance)
    };
    for (place, forms) in deal_forms(rng, &rest, &counts, fits)? {
        dealt[place] = forms;
    }
    Ok(dealt)
}

const fn none_rank(slag: S) -> u32 {
    match slag {
        S::ArbeteIckeSubventionerat | S::EgetForetag => 0,
        S::ArbeteSubventionerat => 60,
        S::Studier => 110,
        S::ArbetssokandeAf | S::Praktik | S::Ingen => 150,
    }
}

/// How unlikely a form is after; `None` for what nobody is of the age for.
fn after_rank(utkast: &Utkast, slag: S, form: Form) -> Option<u32> {
    let impossible = match form {
        Form::Aktivitetsersattning => utkast.has_before(Form::Sjukersattning),
        Form::Sjukersattning => utkast.has_before(Form::Aktivitetsersattning),
        _ => false,
    };
    let fits = match form {
        Form::Studiestod => slag == S::Studier,
        Form::Aktivitetsstod => matches!(slag, S::ArbetssokandeAf | S::Praktik | S::ArbeteSubventionerat),
        _ => false,
    };
    match (impossible, fits || utkast.has_before(form)) {
        (true, _) => None,
        (false, true) => Some(0),
        (false, false) => Some(80),
    }
}

fn reason(rng: &mut impl Rng, slag: S) -> Avslutsanledning {
    use Avslutsanledning as A;
    let working = [A::Fullfoljd, A::Fullfoljd, A::Fullfoljd, A::Fullfoljd, A::Fullfoljd, A::Fullfoljd, A::Annan];
    let others = [
        A::Fullfoljd,
        A::Fullfoljd,
        A::Fullfoljd,
        A::Fullfoljd,
        A::Fullfoljd,
        A::AnnanRehabilitering,
        A::AnnanRehabilitering,
        A::AnnanRehabilitering,
        A::Sjukdom,
        A::Foraldraledighet,
        A::Flytt,
        A::EjFoljtPlanering,
        A::Aterremiss,
        A::InsatsenUpphorde,
        A::Annan,
    ];
    let of: &[A] = if slag.is_work_or_studies() { &working } else { &others };
    of.choose(rng).copied().unwrap_or(A::Annan)
}
