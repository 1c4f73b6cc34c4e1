//! `matning import [RECORDS] [TURNS] [sqlite|postgres]`, `matning put [TURNS] [sqlite|postgres]`,
//! `matning storning [sqlite|postgres]`, `matning plan [RECORDS] [COUNTS] [sqlite|postgres]`,
//! `matning skydd [RECORDS] [TURNS] [sqlite|postgres]`, `matning sok [SEARCHES] [sqlite|postgres]`,
//! `matning statistik [RECORDS] [TURNS]`, `matning logg [LINES] [TURNS]`, `matning demo [TURNS]`: measures the binary `finsam` beside this one. See `bench/README.md`.

use finsam_bench::register::Slag;
use finsam_bench::{Outcome, demo, disturbance, freshness, import, logg, plan, put, skydd, sok};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let slag = arguments.last().and_then(|last| last.parse().ok());
    if slag.is_some() {
        arguments.pop();
    }
    let slag = slag.unwrap_or(Slag::Sqlite);
    let what = arguments.first().cloned().unwrap_or_default();
    let numbers = arguments.iter().skip(1).map(|text| text.parse()).collect::<Result<Vec<usize>, _>>()?;
    let number = |place: usize, otherwise: usize| numbers.get(place).copied().unwrap_or(otherwise);
    match what.as_str() {
        "import" => import::measure(slag, number(0, 100_000), number(1, 5)).await,
        "put" => put::measure(slag, number(0, 5)).await,
        "storning" => disturbance::measure(slag).await,
        "plan" => plan::measure(slag, number(0, 50_000), number(1, 10_000)).await,
        "skydd" => skydd::measure(slag, number(0, 100_000), number(1, 5)).await,
        "sok" => sok::measure(slag, number(0, 5_000)).await,
        "statistik" => freshness::measure(number(0, 100_000), number(1, 5)).await,
        "logg" => logg::measure(number(0, 1_000_000), number(1, 5)).await,
        "demo" => demo::measure(number(0, 5)),
        _ => Err("matning import|put|storning|plan|skydd|sok|statistik|logg|demo [NUMBERS] [sqlite|postgres]".into()),
    }
}
