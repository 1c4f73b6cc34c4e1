//! The archive of what is pruned: JSON, a record on a line, sealed or plain, never with identity numbers.
//!
//! The first line tells what the file is. Each record is on disk before it is removed from the register; where pruning is
//! broken off in between, the same record stands there twice, with the same identity and version.

use std::fs::{File, TryLockError};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use finsam_store::Nyckelring;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::klocka::{Idkalla, Klocka, Systemklocka};
use crate::kommando::nycklar::fil::sync_folder;
use crate::kommando::{Kommandofel, Utfall, visa};

/// The form of the file.
const FORM: &str = "finsam/gallringsarkiv/1";
/// How the file begins.
const BORJAN: &[u8] = br#"{"form":"finsam/gallringsarkiv/"#;

/// What is said of the archive.
#[derive(Debug, Args)]
pub(super) struct Arkivval {
    /// Filen som det som tas bort först skrivs till, eller läggs till i / The file that what is removed is first written or added to
    #[arg(long, value_name = "FIL", requires = "verkstall")]
    pub(super) arkiv: Option<PathBuf>,
    /// Försegla arkivet med registrets nyckel / Seal the archive with the key of the register
    #[arg(long, requires = "arkiv")]
    forseglat: bool,
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Huvud {
    form: String,
    arkiv: Uuid,
    forseglat: bool,
}

/// An archive that is written to.
pub(super) struct Arkiv {
    path: PathBuf,
    file: File,
    huvud: Huvud,
    ring: Option<Nyckelring>,
    /// How many records there are.
    rader: u64,
}

impl Arkivval {
    /// Opens it, or makes it; nobody else adds to it meanwhile. A line that was not finished is taken away: what it was about
    /// has not been removed. What is no archive is left as it is.
    pub(super) fn open(self, ring: Option<Nyckelring>) -> Result<Option<Arkiv>, Kommandofel> {
        let Some(path) = self.arkiv else { return Ok(None) };
        if self.forseglat && ring.is_none() {
            return Err(Kommandofel::Bruk(
                "ange nyckelfilen med --nyckel / name the key file with --nyckel".to_owned(),
            ));
        }
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(|error| unusable(&path, error))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => {
                unusable(&path, "en annan gallring skriver i filen / another pruning writes to it")
            }
            TryLockError::Error(error) => unusable(&path, error),
        })?;
        let (first, rader, whole) = lines(&file).map_err(|error| unusable(&path, error))?;
        let huvud = first.map(|first| head(&path, &first)).transpose()?;
        if huvud.is_none() && !is_begun(&mut file).map_err(|error| unusable(&path, error))? {
            return Err(no_archive(&path));
        }
        file.set_len(whole).and_then(|()| file.seek(SeekFrom::End(0))).map_err(|error| unusable(&path, error))?;
        // Each time: the run that made it may have been broken off before this.
        sync_folder(&path).map_err(|error| unusable(&path, error))?;
        let ring = ring.filter(|_| self.forseglat);
        if let Some(huvud) = huvud {
            if huvud.forseglat != self.forseglat {
                return Err(unusable(
                    &path,
                    "filen är av det andra slaget, se --forseglat / the file is of the other kind, see --forseglat",
                ));
            }
            return Ok(Some(Arkiv { path, file, huvud, ring, rader }));
        }
        let arkiv = Idkalla::default().next(Systemklocka.now());
        let huvud = Huvud { form: FORM.to_owned(), arkiv, forseglat: self.forseglat };
        let mut new = Arkiv { path, file, huvud, ring, rader: 0 };
        let line = json(&new.huvud)?;
        new.put(&format!("{line}\n"))?;
        Ok(Some(new))
    }
}

impl Arkiv {
    /// Adds records; when it returns they are on disk.
    pub(super) fn add(&mut self, poster: &[impl Serialize]) -> Utfall {
        let mut text = String::new();
        for post in poster {
            self.rader += 1;
            let line = json(post)?;
            text.push_str(&match &self.ring {
                Some(ring) => STANDARD.encode(ring.seal_post(self.huvud.arkiv, self.rader, line.as_bytes())),
                None => line,
            });
            text.push('\n');
        }
        self.put(&text)
    }

    fn put(&mut self, text: &str) -> Utfall {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_all());
        written.map_err(|error| unusable(&self.path, error))
    }
}

/// The first line, how many come after it, and how long all whole ones are.
fn lines(file: &File) -> std::io::Result<(Option<String>, u64, u64)> {
    let (mut reader, mut line) = (BufReader::new(file), Vec::new());
    let (mut first, mut rader, mut whole) = (None, 0, 0);
    while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
        whole += line.len() as u64;
        match &first {
            None => first = Some(String::from_utf8_lossy(&line).into_owned()),
            Some(_) => rader += 1,
        }
        line.clear();
    }
    Ok((first, rader, whole))
}

/// Whether a file without a whole line is empty, or the beginning of an archive that was broken off.
fn is_begun(file: &mut File) -> std::io::Result<bool> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(BORJAN.len() as u64).read_to_end(&mut bytes)?;
    Ok(BORJAN.starts_with(&bytes))
}

/// Shows the records of an archive.
pub(super) fn show(path: &Path, ring: Option<&Nyckelring>) -> Utfall {
    let file = File::open(path).map_err(|error| unusable(path, error))?;
    let mut lines = BufReader::new(file).lines();
    let first = lines.next().transpose().map_err(|error| unusable(path, error))?;
    let huvud = head(path, &first.unwrap_or_default())?;
    for (rad, line) in (1..).zip(lines) {
        let line = line.map_err(|error| unusable(path, error))?;
        visa::line(&if huvud.forseglat { opened(path, ring, huvud.arkiv, rad, &line)? } else { line })?;
    }
    Ok(())
}

fn opened(path: &Path, ring: Option<&Nyckelring>, arkiv: Uuid, rad: u64, line: &str) -> Result<String, Kommandofel> {
    let ring = ring.ok_or_else(|| unusable(path, "förseglat; ange --nyckel / sealed; give --nyckel"))?;
    let sealed = STANDARD.decode(line).map_err(|error| unusable(path, format!("{rad}: {error}")))?;
    let post = ring.open_post(arkiv, rad, &sealed).map_err(|fel| unusable(path, format!("{rad}: {fel}")))?;
    String::from_utf8(post).map_err(|error| unusable(path, format!("{rad}: {error}")))
}

fn head(path: &Path, line: &str) -> Result<Huvud, Kommandofel> {
    let huvud: Option<Huvud> = serde_json::from_str(line).ok();
    huvud.filter(|huvud| huvud.form == FORM).ok_or_else(|| no_archive(path))
}

fn no_archive(path: &Path) -> Kommandofel {
    unusable(path, "filen är inget gallringsarkiv / the file is no archive of pruning")
}

fn json(value: &impl Serialize) -> Result<String, Kommandofel> {
    serde_json::to_string(value).map_err(|error| Kommandofel::reach("json", error))
}

fn unusable(path: &Path, why: impl std::fmt::Display) -> Kommandofel {
    Kommandofel::reach(&path.display().to_string(), why)
}
