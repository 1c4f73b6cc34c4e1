//! `matning import [RECORDS] [TURNS]`, `matning put [TURNS]`, `matning statistik [RECORDS] [TURNS]`,
//! `matning demo [TURNS]`: measures the binary `finsam` beside this one. See `bench/README.md`.

use finsam_bench::{Outcome, demo, freshness, import, put};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let numbers = arguments.map(|text| text.parse()).collect::<Result<Vec<usize>, _>>()?;
    let number = |place: usize, otherwise: usize| numbers.get(place).copied().unwrap_or(otherwise);
    match what.as_str() {
        "import" => import::measure(number(0, 100_000), number(1, 5)).await,
        "put" => put::measure(number(0, 5)).await,
        "statistik" => freshness::measure(number(0, 100_000), number(1, 5)).await,
        "demo" => demo::measure(number(0, 5)),
        _ => Err("matning import|put|statistik|demo [NUMBERS]".into()),
    }
}
