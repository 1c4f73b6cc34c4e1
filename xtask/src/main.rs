//! Makes the generated files of the tree and checks them against what stands there, and tries to break disclosure control.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod behorighet;
mod errors;
mod geografi;
mod openapi;
mod regler;
mod skydd;

/// What a task may fail with.
type Fel = Box<dyn std::error::Error>;

/// Makes the generated files of the tree, and tries to break disclosure control.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Who may do what, from the core's table into docs/BEHORIGHET.md.
    Behorighet {
        /// Write nothing; fail when the file in the tree differs.
        #[arg(long)]
        check: bool,
    },
    /// Län and kommuner, from finsam-core/data into finsam-core/src/geografi/tabell.rs.
    Geografi {
        /// Write nothing; fail when the file in the tree differs.
        #[arg(long)]
        check: bool,
    },
    /// The OpenAPI document, from the code of the API into openapi/finsam.v1.json.
    Openapi {
        /// Write nothing; fail when the file in the tree differs.
        #[arg(long)]
        check: bool,
    },
    /// Error codes and rules, from the core into docs/errors.md.
    Errors {
        /// Write nothing; fail when the file in the tree differs.
        #[arg(long)]
        check: bool,
    },
    /// The act and the rules of compliance, from the core into docs/REGLER.md.
    Regler {
        /// Write nothing; fail when the file in the tree differs.
        #[arg(long)]
        check: bool,
    },
    /// Random registers whose every answer is published: tries to work out what is hidden, by linear programming.
    Skydd(skydd::Args),
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Behorighet { check } => behorighet::text().and_then(|text| settle(behorighet::FILE, &text, check)),
        Task::Geografi { check } => geografi::text(root()).and_then(|text| settle(geografi::FILE, &text, check)),
        Task::Openapi { check } => settle(openapi::FILE, &openapi::text(), check),
        Task::Errors { check } => errors::text().and_then(|text| settle(errors::FILE, &text, check)),
        Task::Regler { check } => regler::text().and_then(|text| settle(regler::FILE, &text, check)),
        Task::Skydd(args) => skydd::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fel) => {
            eprintln!("xtask: {fel}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Writes a generated file, or checks that it stands there already.
fn settle(file: &str, text: &str, check: bool) -> Result<(), Fel> {
    let path: PathBuf = root().join(file);
    if !check {
        return fs::write(path, text).map_err(|fel| format!("{file}: {fel}").into());
    }
    let found = fs::read_to_string(path).map_err(|fel| format!("{file}: {fel}"))?;
    if found == text { Ok(()) } else { Err(format!("{file} is not what its sources give: generate it again").into()) }
}
