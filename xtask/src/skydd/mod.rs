//! Tries to break disclosure control: everything that may be asked of a random register is published, and from it the
//! smallest and the largest that each hidden number can be is worked out.
//!
//! A number is recovered where the two are the same. One that is small is also told of where they lie closer than hiding it
//! by itself would leave them, which is from 1 to just below the threshold.

mod angrepp;
mod befolkning;
mod svar;
#[cfg(test)]
mod tests;

use finsam_core::statistik::Skyddsmetod;

use crate::Fel;

/// What to try.
#[derive(clap::Args)]
pub struct Args {
    /// How many registers.
    #[arg(long, default_value_t = 200)]
    mangder: u64,
    /// The first seed; each register has its own.
    #[arg(long, default_value_t = 1)]
    fro: u64,
    /// Counts from 1 and below this are hidden.
    #[arg(long, default_value_t = 5)]
    troskel: i64,
    /// Hide small numbers and nothing else. Then numbers are recovered.
    #[arg(long)]
    bara_primart: bool,
}

/// What came of the attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Utfall {
    /// Numbers that were hidden.
    pub(crate) dolda: usize,
    /// Of them those from 1 and below the threshold.
    pub(crate) sma: usize,
    /// Hidden numbers that could be worked out.
    pub(crate) rojda: usize,
    /// Small ones of them.
    pub(crate) rojda_sma: usize,
    /// Small ones that lie closer than hiding them by themselves would leave them, and are not worked out.
    pub(crate) snava: usize,
}

impl Utfall {
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self {
            dolda: self.dolda + other.dolda,
            sma: self.sma + other.sma,
            rojda: self.rojda + other.rojda,
            rojda_sma: self.rojda_sma + other.rojda_sma,
            snava: self.snava + other.snava,
        }
    }
}

/// Tries a register of a seed.
pub(crate) fn attempt(fro: u64, skydd: (Skyddsmetod, i64)) -> Result<Utfall, Fel> {
    let register = befolkning::register(fro);
    angrepp::attack(&svar::published(&register, skydd)?, skydd.1)
}

#[expect(clippy::print_stdout, reason = "what came of it is what is asked for")]
pub(crate) fn run(args: &Args) -> Result<(), Fel> {
    let metod = if args.bara_primart { Skyddsmetod::Primar } else { Skyddsmetod::Sekundar };
    let mut all = Utfall::default();
    for fro in args.fro..args.fro + args.mangder {
        let found = attempt(fro, (metod, args.troskel))?;
        if found.rojda > 0 {
            println!("seed {fro}: {found:?}");
        }
        all = all.plus(found);
    }
    println!("{} registers: {all:?}", args.mangder);
    if all.rojda > 0 { Err(format!("{} hidden numbers can be worked out", all.rojda).into()) } else { Ok(()) }
}
