//! The spool: where the body of a large import waits on disk, sealed. Each file goes when its import is done with it,
//! and stays while the register has an import that is not, so that a process that is started again can go on.
//!
//! A file is a row of pieces: four bytes of length, then a piece sealed under the import's identity and its number, so
//! that pieces cannot be left out of the middle, swapped or moved between files. The last piece is empty: a file that
//! was cut off is told from one that is whole.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use finsam_store::Nyckelring;
use uuid::Uuid;

/// How the files are known.
const EXTENSION: &str = "spole";
/// How much is sealed at a time.
const PIECE: usize = 256 * 1024;

/// A sealed file, removed when dropped unless it is to be kept.
#[derive(Debug)]
pub struct Spole {
    path: PathBuf,
    id: Uuid,
    ring: Nyckelring,
    kept: AtomicBool,
}

impl Spole {
    /// The one that an earlier process kept under this identity, if it is there.
    #[must_use]
    pub fn find(folder: &Path, id: Uuid, ring: Nyckelring) -> Option<Self> {
        let path = file(folder, id);
        path.is_file().then(|| Self { path, id, ring, kept: AtomicBool::new(true) })
    }

    /// The number of the key that a new one is sealed with.
    #[must_use]
    pub fn nyckel(&self) -> u8 {
        self.ring.sealing()
    }

    /// From now on it stays until it is removed.
    pub fn keep(&self) {
        self.kept.store(true, Ordering::Relaxed);
    }

    /// Removes it.
    pub fn remove(&self) {
        self.kept.store(true, Ordering::Relaxed);
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "a spool file stays behind");
        }
    }

    /// Opens it for reading from the start.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(&self) -> io::Result<impl BufRead + Send + use<>> {
        Ok(Lasare {
            file: File::open(&self.path)?,
            ring: self.ring.clone(),
            id: self.id,
            index: 0,
            sealed: Vec::new(),
            piece: Vec::new(),
            at: 0,
            ended: false,
        })
    }
}

impl Drop for Spole {
    fn drop(&mut self) {
        if !self.kept.load(Ordering::Relaxed) {
            self.remove();
        }
    }
}

fn file(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{id}.{EXTENSION}"))
}

/// Removes what a process that is no more left in `folder`, but for what belongs to imports that go on.
pub(super) fn sweep(folder: &Path, going_on: &BTreeSet<Uuid>) {
    let kept: BTreeSet<PathBuf> = going_on.iter().map(|id| file(folder, *id)).collect();
    // Without a folder there is nothing to remove.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == EXTENSION)
            && !kept.contains(&path)
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, "a spool file stays behind");
        }
    }
}

/// Writes a body to the spool.
#[derive(Debug)]
pub struct Spolskrivare {
    spole: Spole,
    file: File,
    waiting: Vec<u8>,
    index: u64,
}

impl Spolskrivare {
    /// A new file under `folder`, which is made when it is not there. All of it is sealed with the key of this moment, and
    /// opens with the keys of this moment, whatever becomes of the ring.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(folder: &Path, id: Uuid, ring: &Nyckelring) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = file(folder, id);
        let file = File::options().write(true).create_new(true).open(&path)?;
        let spole = Spole { path, id, ring: ring.fixed(), kept: AtomicBool::new(false) };
        Ok(Self { spole, file, waiting: Vec::with_capacity(PIECE), index: 0 })
    }

    /// Appends to the body.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
            if self.waiting.len() == PIECE {
                let mut piece = std::mem::take(&mut self.waiting);
                self.seal(&piece)?;
                piece.clear();
                self.waiting = piece;
            }
        }
        Ok(())
    }

    /// Whether so many bytes more are only remembered, without asking the disk for anything.
    pub const fn has_room(&self, bytes: usize) -> bool {
        self.waiting.len() + bytes < PIECE
    }

    /// Ends the body.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> io::Result<Spole> {
        let piece = std::mem::take(&mut self.waiting);
        if !piece.is_empty() {
            self.seal(&piece)?;
        }
        self.seal(&[])?;
        self.file.flush()?;
        Ok(self.spole)
    }

    fn seal(&mut self, piece: &[u8]) -> io::Result<()> {
        let sealed = self.spole.ring.seal_chunk(self.spole.id, self.index, piece);
        self.index += 1;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.file.write_all(&length.to_be_bytes())?;
        self.file.write_all(&sealed)
    }
}

/// Reads a body from the spool.
struct Lasare {
    file: File,
    ring: Nyckelring,
    id: Uuid,
    index: u64,
    sealed: Vec<u8>,
    piece: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Lasare {
    fn next_piece(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > 2 * PIECE {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a spooled piece is too long"));
        }
        self.sealed.resize(length, 0);
        self.file.read_exact(&mut self.sealed)?;
        let opened = self.ring.open_chunk(self.id, self.index, &self.sealed).map_err(io::Error::other)?;
        self.index += 1;
        self.ended = opened.is_empty();
        self.piece = opened;
        self.at = 0;
        Ok(())
    }
}

impl Read for Lasare {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Lasare {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.piece.len() && !self.ended {
            self.next_piece()?;
        }
        Ok(&self.piece[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at = self.piece.len().min(self.at + count);
    }
}

#[cfg(test)]
mod tests {
    use finsam_store::Nyckelfil;
    use proptest::prelude::*;

    use super::*;

    fn spooled(folder: &Path, pieces: &[Vec<u8>]) -> Spole {
        let mut writer = Spolskrivare::create(folder, Uuid::from_u128(7), &Nyckelring::from_bytes([1; 32])).unwrap();
        pieces.iter().for_each(|piece| writer.write(piece).unwrap());
        writer.finish().unwrap()
    }

    #[test]
    fn nothing_stands_in_clear_and_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let body = "hemligt".repeat(100_000).into_bytes();
        let spole = spooled(folder.path(), std::slice::from_ref(&body));
        let on_disk = std::fs::read(&spole.path).unwrap();
        assert!(!on_disk.windows(7).any(|window| window == b"hemligt"));
        let mut read = Vec::new();
        spole.open().unwrap().read_to_end(&mut read).unwrap();
        assert!(read == body);
        drop(spole);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn only_what_is_the_spools_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.spole"), "sealed").unwrap();
        std::fs::write(folder.path().join("2.txt"), "another's").unwrap();
        let spole = spooled(folder.path(), &[vec![1]]);
        spole.keep();
        let going_on = BTreeSet::from([spole.id]);
        sweep(folder.path(), &going_on);
        sweep(&folder.path().join("not there"), &going_on);
        let mut left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [spole.path.file_name().unwrap(), "2.txt".as_ref()]);
        sweep(folder.path(), &BTreeSet::new());
        assert!(!spole.path.exists());
    }

    #[test]
    fn one_that_is_kept_is_found_again_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let ring = || Nyckelring::from_bytes([1; 32]);
        let spole = spooled(folder.path(), &[vec![1; 300_000], vec![2; 10]]);
        let id = spole.id;
        spole.keep();
        drop(spole);
        assert!(Spole::find(folder.path(), Uuid::from_u128(8), ring()).is_none());
        let again = Spole::find(folder.path(), id, ring()).unwrap();
        let mut read = Vec::new();
        again.open().unwrap().read_to_end(&mut read).unwrap();
        assert_eq!((read.len(), read.last()), (300_010, Some(&2)));
        drop(again);
        Spole::find(folder.path(), id, ring()).unwrap().remove();
        assert!(Spole::find(folder.path(), id, ring()).is_none());
    }

    #[test]
    fn it_is_sealed_with_one_key_although_another_comes_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let mut fil = Nyckelfil::single([1; 32]);
        let (ring, id) = (Nyckelring::of(&fil), Uuid::from_u128(7));
        let mut writer = Spolskrivare::create(folder.path(), id, &ring).unwrap();
        writer.write(&vec![1; PIECE]).unwrap();
        fil.add([2; 32]).unwrap();
        fil.seal_with(2).unwrap();
        ring.replace(&Nyckelring::of(&fil));
        writer.write(&vec![2; PIECE]).unwrap();
        let spole = writer.finish().unwrap();
        assert_eq!((spole.nyckel(), ring.sealing()), (1, 2));
        let first = Spole::find(folder.path(), id, Nyckelring::from_bytes([1; 32])).unwrap();
        assert_eq!(
            first.open().unwrap().read_to_end(&mut Vec::new()).unwrap(),
            2 * PIECE,
            "the first key opens it all"
        );
    }

    #[test]
    fn a_file_cut_off_is_not_taken_for_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let spole = spooled(folder.path(), &[vec![1; PIECE], vec![2; 10]]);
        let length = std::fs::metadata(&spole.path).unwrap().len();
        File::options().write(true).open(&spole.path).unwrap().set_len(length - 45).unwrap();
        assert!(spole.open().unwrap().read_to_end(&mut Vec::new()).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn what_goes_in_comes_out(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200_000), 0..6)) {
            let folder = tempfile::tempdir().unwrap();
            let mut read = Vec::new();
            spooled(folder.path(), &pieces).open().unwrap().read_to_end(&mut read).unwrap();
            prop_assert!(read == pieces.concat());
        }
    }
}
