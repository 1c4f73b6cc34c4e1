//! The file of checkpoints: only added to, and each line is on disk before the next.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Kontrollnyckel, Kontrollpunkt};

/// Why a file of checkpoints is not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum Filfel {
    /// It cannot be read or written.
    #[error("{0}: {1}")]
    Fil(PathBuf, io::Error),
    /// A line is no checkpoint, is not signed with the key, or does not follow the one before it.
    #[error("{0}: rad / line {1}: signaturen eller ordningen stämmer inte / the signature or the order does not hold")]
    Rad(PathBuf, usize),
}

/// The checkpoints of a file, each signed and following the one before it. A last line without an end was cut off while
/// it was written, and is passed over. Without a key they are judged by the key that the first of them names.
///
/// # Errors
/// [`Filfel`] for a file that cannot be read, or that has been altered.
pub fn read(path: &Path, nyckel: Option<Kontrollnyckel>) -> Result<Vec<Kontrollpunkt>, Filfel> {
    let text = std::fs::read_to_string(path).map_err(|fel| Filfel::Fil(path.to_owned(), fel))?;
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    let mut punkter: Vec<Kontrollpunkt> = Vec::new();
    let mut nyckel = nyckel;
    for (i, line) in whole.lines().enumerate() {
        let fel = || Filfel::Rad(path.to_owned(), i + 1);
        let punkt: Kontrollpunkt = serde_json::from_str(line).map_err(|_| fel())?;
        // It has one form only: no byte of a line can be another.
        if serde_json::to_string(&punkt).ok().as_deref() != Some(line) {
            return Err(fel());
        }
        let key = match nyckel {
            Some(key) => key,
            None => punkt.nyckel.parse().map_err(|_| fel())?,
        };
        nyckel = Some(key);
        if !punkt.follows(punkter.last(), &key) || punkt.segment.iter().any(|punkt| punkt.ande().is_none()) {
            return Err(fel());
        }
        punkter.push(punkt);
    }
    Ok(punkter)
}

/// A file that is written to.
#[derive(Debug)]
pub struct Kontrollfil {
    path: PathBuf,
    file: File,
}

impl Kontrollfil {
    /// Opens a file to add to it, or makes it, with what stands in it.
    ///
    /// # Errors
    /// As [`read`].
    pub fn open(path: &Path, nyckel: Kontrollnyckel) -> Result<(Self, Vec<Kontrollpunkt>), Filfel> {
        let told = |fel| Filfel::Fil(path.to_owned(), fel);
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(told)?;
        let punkter = read(path, Some(nyckel))?;
        // What was cut off while it was written goes.
        let text = std::fs::read(path).map_err(told)?;
        let end = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end as u64 + 1);
        file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end))).map_err(told)?;
        Ok((Self { path: path.to_owned(), file }, punkter))
    }

    /// Adds a checkpoint; when this returns it is on disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, punkt: &Kontrollpunkt) -> Result<(), Filfel> {
        let written = serde_json::to_vec(punkt).map_err(io::Error::other).and_then(|mut line| {
            line.push(b'\n');
            self.file.write_all(&line)?;
            self.file.sync_data()
        });
        written.map_err(|fel| Filfel::Fil(self.path.clone(), fel))
    }
}
