//! The attack: what is published as a system of equations, and for each hidden number its smallest and largest value.

use std::collections::BTreeMap;

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};

use super::Utfall;
use super::svar::{Publicerat, Tal};
use crate::Fel;

/// More than anyone would think there are of a kind.
const MOST: f64 = 10_000.0;

/// What whoever attacks has: kinds of participations that no shown number keeps apart are one.
struct System {
    kinds: usize,
    /// The shown numbers: which kinds sum to what.
    shown: Vec<(Vec<usize>, f64)>,
    /// The hidden ones: which kinds count in them.
    hidden: Vec<Vec<usize>>,
}

impl System {
    /// Kinds of which there is none by a zero that is shown are left out.
    fn of(publicerat: &Publicerat) -> Self {
        let mut none = vec![false; publicerat.facit.len()];
        let zeros = publicerat.tal.iter().filter(|tal| tal.visas && tal.antal == 0);
        zeros.flat_map(|tal| &tal.slag).for_each(|slag| none[*slag] = true);
        let mut profiles = vec![Vec::new(); none.len()];
        for (n, tal) in publicerat.tal.iter().enumerate() {
            tal.slag.iter().for_each(|slag| profiles[*slag].push(n));
        }
        let mut kinds: BTreeMap<&[usize], usize> = BTreeMap::new();
        for (profile, _) in profiles.iter().zip(&none).filter(|(_, none)| !**none) {
            let next = kinds.len();
            kinds.entry(profile).or_insert(next);
        }
        let members = |tal: &Tal| {
            let of = tal.slag.iter().filter(|slag| !none[**slag]).map(|slag| kinds[profiles[*slag].as_slice()]);
            let mut of: Vec<_> = of.collect();
            of.sort_unstable();
            of.dedup();
            of
        };
        let of = |visas| publicerat.tal.iter().filter(move |tal| tal.visas == visas);
        Self {
            kinds: kinds.len(),
            shown: of(true)
                .map(|tal| (members(tal), tal.antal as f64))
                .filter(|(kinds, _)| !kinds.is_empty())
                .collect(),
            hidden: of(false).map(members).collect(),
        }
    }

    /// The values of all hidden numbers where one of them is as small, or as large, as it can be.
    fn extreme(&self, hidden: usize, largest: bool) -> Result<Vec<f64>, Fel> {
        let mut all = ProblemVariables::new();
        let kinds: Vec<Variable> = all.add_vector(variable().min(0.0).max(MOST), self.kinds);
        let sum = |of: &[usize]| of.iter().fold(Expression::from(0.0), |sum, kind| sum + kinds[*kind]);
        let wanted = sum(&self.hidden[hidden]);
        let problem = if largest { all.maximise(wanted) } else { all.minimise(wanted) };
        let mut model = problem.using(microlp);
        for (of, antal) in &self.shown {
            model.add_constraint(sum(of).eq(*antal));
        }
        let solved = model.solve().map_err(|fel| format!("the linear program has no solution: {fel}"))?;
        let value = |of: &Vec<usize>| of.iter().map(|kind| solved.value(kinds[*kind])).sum();
        Ok(self.hidden.iter().map(value).collect())
    }
}

/// Works out what can be worked out.
pub(super) fn attack(publicerat: &Publicerat, troskel: i64) -> Result<Utfall, Fel> {
    let system = System::of(publicerat);
    let truth: Vec<i64> = publicerat.tal.iter().filter(|tal| !tal.visas).map(|tal| tal.antal).collect();
    let mut spans: Vec<(f64, f64)> = truth.iter().map(|antal| (*antal as f64, *antal as f64)).collect();
    let is_small = |n: usize| (1..troskel).contains(&truth[n]);
    let wanted = |n: usize| if is_small(n) { (troskel - 2).max(1) as f64 } else { 1.0 };
    let far = |span: (f64, f64)| span.1 - span.0;
    for n in 0..truth.len() {
        for largest in [true, false] {
            if far(spans[n]) + 1e-6 >= wanted(n) {
                break;
            }
            // Every solution tells of all hidden numbers, not of one.
            for (span, value) in spans.iter_mut().zip(system.extreme(n, largest)?) {
                *span = (span.0.min(value), span.1.max(value));
            }
        }
    }
    let mut found = Utfall { dolda: truth.len(), ..Utfall::default() };
    for (n, span) in spans.into_iter().enumerate() {
        let recovered = far(span) < 1e-6;
        found.sma += usize::from(is_small(n));
        found.rojda += usize::from(recovered);
        found.rojda_sma += usize::from(recovered && is_small(n));
        found.snava += usize::from(is_small(n) && !recovered && far(span) + 1e-6 < wanted(n));
    }
    Ok(found)
}
