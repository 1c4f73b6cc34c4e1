//! Changing a key file: whole or not at all, by one at a time, and for its owner only.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use finsam_store::Nyckelfil;

use crate::kommando::Kommandofel;

/// Makes a key file, or changes the one that is there. What `change` gives is given back.
pub(super) fn change<T>(
    file: &Path,
    new: impl FnOnce() -> Result<(Nyckelfil, T), Kommandofel>,
    change: impl FnOnce(&mut Nyckelfil) -> Result<T, Kommandofel>,
) -> Result<T, Kommandofel> {
    let file = &real(file);
    let mut beside = Beside::take(file)?;
    let (fil, told) = if file.exists() {
        let mut fil = Nyckelfil::read(file).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        let told = change(&mut fil)?;
        (fil, told)
    } else {
        new()?
    };
    beside.become_file(file, file, &fil.text())?;
    Ok(told)
}

/// Where a key file is: a link to it stays a link.
pub(super) fn real(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

/// Changes a key file that is there.
pub(super) fn change_standing<T>(
    file: &Path,
    change: impl FnOnce(&mut Nyckelfil) -> Result<T, Kommandofel>,
) -> Result<T, Kommandofel> {
    let missing = || Err(Kommandofel::reach(&file.display().to_string(), "finns inte / is not there"));
    self::change(file, missing, change)
}

/// The file that becomes the new one. While it is there nobody else changes the key file. Dropped, it goes, unless it has
/// become the new one.
pub(super) struct Beside {
    path: PathBuf,
    file: File,
    placed: bool,
}

impl Beside {
    pub(super) fn take(file: &Path) -> Result<Self, Kommandofel> {
        let path = file.with_added_extension("ny");
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(file) => Ok(Self { path, file, placed: false }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Kommandofel::Natt(format!(
                "{0}: en annan ändring pågår eller avbröts; ta bort den filen om ingen pågår / \
                 another change is under way or was broken off; remove that file if none is",
                path.display()
            ))),
            Err(error) => Err(Kommandofel::reach(&path.display().to_string(), error)),
        }
    }

    /// Becomes `file`, read by whoever could read `old`.
    pub(super) fn become_file(&mut self, file: &Path, old: &Path, text: &str) -> Result<(), Kommandofel> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.keep_owner(old));
        let moved = written.and_then(|()| self.file.sync_all()).and_then(|()| fs::rename(&self.path, file));
        self.placed = moved.is_ok();
        moved.and_then(|()| sync_folder(file)).map_err(|error| Kommandofel::reach(&file.display().to_string(), error))
    }

    /// Whoever could read the old one can read the new one, also when another changes it.
    #[cfg(unix)]
    fn keep_owner(&self, file: &Path) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt, fchown};
        let Ok(old) = fs::metadata(file) else { return Ok(()) };
        let new = self.file.metadata()?;
        if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
            return Ok(());
        }
        fchown(&self.file, Some(old.uid()), Some(old.gid()))
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "as elsewhere, where it is used")]
    fn keep_owner(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Once it has become the file, what has this name is another's.
        if !self.placed {
            drop(fs::remove_file(&self.path));
        }
    }
}

/// A name that has been given or taken away in the folder of a file stays so.
#[cfg(unix)]
pub(in crate::kommando) fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as elsewhere, where it is used")]
pub(in crate::kommando) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_anothers_is_not_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("nyckel");
        let ny = file.with_added_extension("ny");
        let mut beside = Beside::take(&file).unwrap();
        beside.become_file(&file, &file, "x").unwrap();
        // Somebody else begins between the two.
        let other = Beside::take(&file).unwrap();
        drop(beside);
        assert!(ny.exists(), "the other holds it");
        drop(other);
        assert!(!ny.exists() && fs::read_to_string(&file).unwrap() == "x");
    }

    #[test]
    fn a_change_is_whole_alone_and_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("nyckel");
        let refuse = || Err(Kommandofel::Data("no".to_owned()));
        assert!(change_standing(&file, |_| Ok(())).is_err());
        assert!(!file.exists() && !file.with_added_extension("ny").exists());
        change(&file, || Ok((Nyckelfil::single([7; 32]), ())), |_| Ok(())).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), format!("{}\n", "07".repeat(32)));
        assert_eq!(
            change(&file, || Ok((Nyckelfil::single([9; 32]), 0)), |fil| Ok(fil.add([8; 32]).unwrap())).unwrap(),
            2
        );
        let before = fs::read_to_string(&file).unwrap();
        assert!(change_standing(&file, |_| refuse() as Result<(), _>).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), before, "refused, it is as it was");
        fs::write(file.with_added_extension("ny"), "").unwrap();
        let busy = change_standing(&file, |_| Ok(())).unwrap_err();
        assert!(matches!(busy, Kommandofel::Natt(_)) && file.with_added_extension("ny").exists(), "{busy}");
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&fs::metadata(&file).unwrap()) & 0o777, 0o600);
    }
}
