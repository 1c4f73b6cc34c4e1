//! Files under another name until they are whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::Kopiafel;

/// What SQLite keeps beside a database.
pub(super) const BREDVID: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What reading a file may leave beside it and was not there before: it goes when this does.
pub(super) struct Skrap(Vec<PathBuf>);

impl Skrap {
    pub(super) fn of_reading(file: &Path) -> Self {
        Self(BREDVID.iter().map(|ending| with_ending(file, ending)).filter(|path| !path.exists()).collect())
    }
}

impl Drop for Skrap {
    fn drop(&mut self) {
        for path in &self.0 {
            drop(fs::remove_file(path));
        }
    }
}

/// A file under a name of its own, that goes again unless it becomes the file it is to be.
pub(super) struct Tillfallig {
    path: PathBuf,
}

impl Tillfallig {
    /// A new, empty file beside `to`, that only its owner may read. Its name is that of this process: two that make the
    /// same copy are not in each other's way.
    pub(super) fn beside(to: &Path) -> Result<Self, Kopiafel> {
        let path = with_ending(to, &format!(".delvis-{}", std::process::id()));
        for left in [path.clone(), with_ending(&path, "-journal"), with_ending(&path, "-wal")] {
            remove(&left)?;
        }
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| Kopiafel::Fil(path.clone(), error))?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until it is on disk; its size in bytes.
    pub(super) fn sync(&self) -> Result<u64, Kopiafel> {
        let synced = File::options().write(true).open(&self.path).and_then(|file| {
            file.sync_all()?;
            Ok(file.metadata()?.len())
        });
        synced.map_err(|error| Kopiafel::Fil(self.path.clone(), error))
    }

    /// Gives it the name of another file, in whose place it is from then on.
    pub(super) fn become_file(self, to: &Path) -> Result<(), Kopiafel> {
        fs::rename(&self.path, to).map_err(|error| Kopiafel::Fil(to.to_owned(), error))?;
        sync_folder(to)
    }
}

/// Nothing stays behind of what came to no end.
impl Drop for Tillfallig {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

/// The path with more at its end.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut text = OsString::from(path);
    text.push(ending);
    PathBuf::from(text)
}

fn remove(path: &Path) -> Result<(), Kopiafel> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Kopiafel::Fil(path.to_owned(), error)),
        _ => Ok(()),
    }
}

/// Whether two paths lead to one file.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

/// Waits until the names in the folder of a file are on disk.
pub(super) fn sync_folder(file: &Path) -> Result<(), Kopiafel> {
    if !cfg!(unix) {
        // Elsewhere a folder cannot be opened for it.
        return Ok(());
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| Kopiafel::Fil(folder.to_owned(), error))
}
