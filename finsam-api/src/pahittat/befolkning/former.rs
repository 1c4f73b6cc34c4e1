//! Dealing out forms of support, one or two to each.

use finsam_core::forsorjning::{Forsorjningsform as Form, Forsorjningsgrupp};
use rand::Rng;

use super::losning::{Grans, choose, deal};
use super::marginaler::{Marginaler, Plats};
use crate::pahittat::PahittatFel;

/// How many have a form.
pub(super) type Formantal = Vec<(Form, i64)>;

/// The form that stands for a group until the last step. Sjukersättning stands for its group until it is known how
/// many have aktivitetsersättning.
pub(super) const fn form_of(grupp: Forsorjningsgrupp) -> Form {
    match grupp {
        Forsorjningsgrupp::Forsorjningsstod => Form::Forsorjningsstod,
        Forsorjningsgrupp::Aktivitetsstod => Form::Aktivitetsstod,
        Forsorjningsgrupp::SjukRehabpenning => Form::Sjukpenning,
        Forsorjningsgrupp::SjukAktivitetsersattning => Form::Sjukersattning,
        Forsorjningsgrupp::Studiestod => Form::Studiestod,
        Forsorjningsgrupp::AnnanOffentlig => Form::AnnanOffentlig,
        Forsorjningsgrupp::AKassa => Form::AKassa,
        Forsorjningsgrupp::IngenOffentlig => Form::IngenOffentlig,
    }
}

/// The bounds that table 13 sets for `antal` closed in `ar`, by group.
pub(super) fn table_13(m: &Marginaler, ar: i32, matt: &'static str, antal: i64) -> Result<Vec<Grans>, PahittatFel> {
    let share = |grupp: &Forsorjningsgrupp| m.andel(Plats::new("13", ar, matt), grupp.code());
    Forsorjningsgrupp::ALL.iter().map(|grupp| Ok(Grans::andel(share(grupp)?, antal))).collect()
}

/// Counts of every group that sum to `total` inside `granser`.
pub(super) fn by_form(total: i64, granser: &[Grans]) -> Result<Formantal, PahittatFel> {
    Ok(Forsorjningsgrupp::ALL.iter().map(|&grupp| form_of(grupp)).zip(choose(total, granser)?).collect())
}

/// How many have `form`.
pub(super) fn of(counts: &Formantal, form: Form) -> i64 {
    counts.iter().find(|(other, _)| *other == form).map_or(0, |(_, antal)| *antal)
}

/// Turns `antal` of those with sjukersättning into aktivitetsersättning.
pub(super) fn split_pension(counts: &mut Formantal, antal: i64) -> Result<(), PahittatFel> {
    let all = of(counts, Form::Sjukersattning);
    if !(0..=all).contains(&antal) {
        return Err(PahittatFel::Olosligt(format!("{antal} with aktivitetsersättning where {all} have either")));
    }
    for (form, n) in counts.iter_mut() {
        if *form == Form::Sjukersattning {
            *n -= antal;
        }
    }
    counts.insert(0, (Form::Aktivitetsersattning, antal));
    Ok(())
}

/// Deals the forms of `counts` to `rows`: one to each, and what is left over as a second form to some.
///
/// `rank` says how willingly a row takes a form, as for [`deal`]. Sjuk- and aktivitetsersättning are nobody's second
/// form: they depend on age, and nobody has both.
pub(super) fn deal_forms(
    rng: &mut impl Rng,
    rows: &[usize],
    counts: &Formantal,
    rank: impl Fn(usize, Form, u32) -> Option<u32>,
) -> Result<Vec<(usize, Vec<Form>)>, PahittatFel> {
    let total: i64 = counts.iter().map(|(_, antal)| antal).sum();
    let more = total - super::utkast::count(rows);
    let second_of = |form: Form, antal: i64| match form {
        Form::Sjukersattning | Form::Aktivitetsersattning => Grans::exakt(0),
        _ => Grans { minst: 0, hogst: antal, onskad: more * antal / total.max(1) },
    };
    let granser: Vec<Grans> = counts.iter().map(|&(form, antal)| second_of(form, antal)).collect();
    let second = choose(more, &granser)?;
    let first: Formantal = counts.iter().zip(&second).map(|(&(form, antal), more)| (form, antal - more)).collect();
    let mut second: Formantal = counts.iter().zip(second).map(|(&(form, _), more)| (form, more)).collect();
    second.sort_by_key(|&(_, antal)| std::cmp::Reverse(antal));
    let mut dealt: Vec<(usize, Vec<Form>)> =
        deal(rng, rows, &first, &rank)?.into_iter().map(|(row, form)| (row, vec![form])).collect();
    let places: Vec<usize> = (0..dealt.len()).collect();
    let other = |place: usize, form: Form, chance: u32| {
        let (row, forms) = &dealt[place];
        if forms.contains(&form) { None } else { rank(*row, form, chance) }
    };
    for (place, form) in deal(rng, &places, &second, other)? {
        dealt[place].1.push(form);
    }
    Ok(dealt)
}
