//! The binary `finsam`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    finsam_api::kommando::run()
}
