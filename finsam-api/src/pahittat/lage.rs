//! Situations: forms with extents that the rules accept.

use finsam_core::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattning, Sysselsattningspost};
use rand::{Rng, RngExt};

/// A situation of these forms and one occupation.
pub(super) fn lage(rng: &mut impl Rng, former: &[Forsorjningsform], sysselsattning: Sysselsattning) -> Lage {
    let forsorjning = former.iter().map(|&form| Forsorjningspost { form, omfattning: extent(rng, form, former.len()) });
    Lage { forsorjning: forsorjning.collect(), sysselsattning: vec![occupation(rng, sysselsattning)] }
}

/// Whole when it stands alone; sickness benefits may be partial all the same.
fn extent(rng: &mut impl Rng, form: Forsorjningsform, of: usize) -> i32 {
    match (form.is_sickness_benefit(), of) {
        (true, 1) => [100, 100, 100, 75, 50, 25][rng.random_range(0..6)],
        (true, _) => [75, 50, 50, 25][rng.random_range(0..4)],
        (false, 1) => 100,
        (false, _) => [75, 50, 50, 30, 25][rng.random_range(0..5)],
    }
}

fn occupation(rng: &mut impl Rng, slag: Sysselsattning) -> Sysselsattningspost {
    let extents = [100, 100, 100, 80, 75, 50, 50, 25];
    let omfattning = slag.is_work_or_studies().then(|| extents[rng.random_range(0..extents.len())]);
    Sysselsattningspost { slag, omfattning }
}
