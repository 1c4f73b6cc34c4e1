//! Why a register was not copied or put back.

use std::io;
use std::path::PathBuf;

use crate::StoreError;

/// Why a register was not copied or put back. These texts are for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum Kopiafel {
    /// What should be copied is not there.
    #[error("{}: no such file", .0.display())]
    Saknas(PathBuf),
    /// Something stands there already, and nothing was said of replacing it.
    #[error("{}: already there", .0.display())]
    Finns(PathBuf),
    /// The register and the copy are one file.
    #[error("the register and the copy are the same file")]
    SammaFil,
    /// It is a database, but of another program.
    #[error("the file is no register")]
    IngetRegister,
    /// The copy does not have what it is a copy of: the table that differs.
    #[error("the copy differs in {0}")]
    Olika(String),
    /// Somebody has the register open that would be replaced.
    #[error("the register is in use")]
    IBruk,
    /// The register that would be replaced is so damaged that it cannot be seen whether somebody has it open.
    #[error("it cannot be seen whether the damaged register is in use")]
    Oklart,
    /// A file could not be made, moved or written.
    #[error("{file}: {error}", file = .0.display(), error = .1)]
    Fil(PathBuf, io::Error),
    /// The register or the copy.
    #[error("{0}")]
    Store(#[from] StoreError),
}
