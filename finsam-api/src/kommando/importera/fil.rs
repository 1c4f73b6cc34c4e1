//! The file as a stream of bytes, with a bar that shows how far it has been read.

use std::io;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream};
use indicatif::ProgressBar;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::kommando::{Kommandofel, visa};

/// How much is read at a time.
const PIECE: usize = 64 * 1024;

/// A file to send.
pub(super) struct Fil {
    path: PathBuf,
    length: u64,
}

impl Fil {
    /// A file that can be opened.
    pub(super) fn open(path: &Path) -> Result<Self, Kommandofel> {
        let length = std::fs::File::open(path).and_then(|file| file.metadata()).map(|metadata| metadata.len());
        let length = length.map_err(|error| Kommandofel::reach(&path.display().to_string(), error))?;
        Ok(Self { path: path.to_owned(), length })
    }

    /// A bar over its bytes, on standard error; hidden where that is no terminal.
    pub(super) fn bar(&self) -> ProgressBar {
        let bar = visa::byte_bar();
        bar.set_length(self.length);
        bar
    }

    /// Makes a stream of its bytes, from the start each time.
    pub(super) fn reader(self, bar: &ProgressBar) -> impl Fn() -> Bytestrom + Send + Sync + 'static {
        let bar = bar.clone();
        move || Box::pin(pieces(self.path.clone(), bar.clone()))
    }
}

/// A stream of bytes.
pub(super) type Bytestrom = std::pin::Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

fn pieces(path: PathBuf, bar: ProgressBar) -> impl Stream<Item = io::Result<Bytes>> + Send {
    bar.set_position(0);
    stream::try_unfold((path, bar, None::<File>), |(path, bar, opened)| async move {
        let mut file = match opened {
            Some(file) => file,
            None => File::open(&path).await?,
        };
        let mut piece = BytesMut::with_capacity(PIECE);
        let count = file.read_buf(&mut piece).await?;
        bar.inc(count as u64);
        Ok((count > 0).then(|| (piece.freeze(), (path, bar, Some(file)))))
    })
}

/// Turns the bar into one that tells of rows, when all bytes have been sent.
pub(super) fn count_rows(bar: &ProgressBar) {
    bar.set_style(visa::style(visa::LIVSTECKEN));
}
