//! How soon `finsam demo` answers.

use crate::Outcome;
use crate::figures::{head, line, median, ms, row};
use crate::server::Server;

/// Measures in so many turns, each with a folder that is new and then with the same one again.
///
/// # Errors
/// When the demo does not start.
pub fn measure(turns: usize) -> Outcome {
    let (mut fresh, mut again) = (Vec::new(), Vec::new());
    for _ in 0..turns {
        let folder = tempfile::tempdir()?;
        let data = folder.path().display().to_string();
        for times in [&mut fresh, &mut again] {
            let server = Server::start(&["demo", "--data", &data])?;
            times.push(ms(server.ready_after));
            server.stop()?;
        }
    }
    line(&format!("\nfinsam demo, from its start to the first 200 from /readyz, {turns} turns\n"));
    head(&["", "median, ms", "longest, ms"]);
    for (name, times) in [("new folder", &fresh), ("same folder again", &again)] {
        let longest = times.iter().copied().fold(0.0, f64::max);
        row(&[name, &format!("{:.0}", median(times)), &format!("{longest:.0}")]);
    }
    Ok(())
}
