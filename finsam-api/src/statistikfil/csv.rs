//! The columns as CSV: a header and a line for each participation between semicolons, and a second file of what stands
//! beside them.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use finsam_core::statistik::Kolumnrad;
use sha2::{Digest, Sha256};

use super::falt::{Falt, Faltslag, Varde, blank};
use super::{Huvud, Statistikfilfel, beside, create, head, of_file};

/// What goes by is digested.
struct Summerad<I>(I, Sha256);

impl<W: Write> Write for Summerad<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.0.write(bytes)?;
        self.1.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<R: Read> Read for Summerad<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(bytes)?;
        self.1.update(&bytes[..n]);
        Ok(n)
    }
}

impl<I> Summerad<I> {
    fn hex(self) -> String {
        self.1.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

pub(super) fn write(fil: &Path, rows: impl Iterator<Item = Kolumnrad>, huvud: Huvud) -> Result<(), Statistikfilfel> {
    let columns = Falt::all();
    let target = Summerad(BufWriter::new(create(fil)?), Sha256::new());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(target);
    writer.write_record(columns.iter().map(|falt| falt.name())).map_err(Statistikfilfel::form)?;
    for rad in rows {
        let texts = columns.iter().map(|falt| text(falt.get(&rad)));
        texts.into_iter().try_for_each(|text| writer.write_field(text.as_bytes())).map_err(Statistikfilfel::form)?;
        writer.write_record(None::<&[u8]>).map_err(Statistikfilfel::form)?;
    }
    let mut summerad = writer.into_inner().map_err(|fel| of_file(fil)(io::Error::other(fel.to_string())))?;
    summerad.flush().and_then(|()| summerad.0.get_ref().sync_all()).map_err(of_file(fil))?;
    let huvud = Huvud { sha256: Some(summerad.hex()), ..huvud };
    let second = beside(fil);
    let mut file = create(&second)?;
    let text = serde_json::to_vec_pretty(&huvud).map_err(Statistikfilfel::form)?;
    file.write_all(&text).and_then(|()| file.sync_all()).map_err(of_file(&second))
}

pub(super) fn read(fil: &Path, put: &mut dyn FnMut(u64, &Kolumnrad)) -> Result<Huvud, Statistikfilfel> {
    let second = beside(fil);
    let huvud = head(&std::fs::read_to_string(&second).map_err(of_file(&second))?)?;
    let file = Summerad(File::open(fil).map_err(of_file(fil))?, Sha256::new());
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(BufReader::new(file));
    let columns = columns(reader.headers().map_err(Statistikfilfel::form)?)?;
    let mut record = csv::StringRecord::new();
    let mut nummer = 0;
    while reader.read_record(&mut record).map_err(Statistikfilfel::form)? {
        nummer += 1;
        let mut rad = blank();
        for (place, falt) in &columns {
            let wrong = || Statistikfilfel::Varde { rad: nummer, kolumn: falt.name(), vantat: falt.expected() };
            let varde = value(*falt, record.get(*place).unwrap_or_default()).ok_or_else(wrong)?;
            falt.set(&mut rad, &varde).ok_or_else(wrong)?;
        }
        put(nummer, &rad);
    }
    let summa = reader.into_inner().into_inner().hex();
    if huvud.sha256.as_deref() != Some(summa.as_str()) {
        let text = "filen hör inte ihop med sin .json / the file does not belong to its .json";
        return Err(Statistikfilfel::Form(text.to_owned()));
    }
    Ok(huvud)
}

/// Where in a line each column stands. Columns that are not known are passed over.
fn columns(header: &csv::StringRecord) -> Result<Vec<(usize, Falt)>, Statistikfilfel> {
    let place = |falt: Falt| {
        let name = falt.name();
        let found = header.iter().position(|one| one == name);
        found
            .map(|place| (place, falt))
            .ok_or_else(|| Statistikfilfel::Form(format!("kolumnen {name} saknas / the column {name} is missing")))
    };
    Falt::all().into_iter().map(place).collect()
}

fn text(varde: Varde<'_>) -> Cow<'_, str> {
    match varde {
        Varde::Saknas => Cow::Borrowed(""),
        Varde::Text(text) => text,
        Varde::Dag(dag) => Cow::Owned(dag.to_string()),
        Varde::Tal(tal) => Cow::Owned(tal.to_string()),
        Varde::Ja(ja) => Cow::Borrowed(if ja { "1" } else { "0" }),
    }
}

fn value(falt: Falt, text: &str) -> Option<Varde<'_>> {
    if text.is_empty() {
        return Some(Varde::Saknas);
    }
    Some(match (falt.slag(), text) {
        (Faltslag::Text, _) => Varde::Text(Cow::Borrowed(text)),
        (Faltslag::Dag, _) => Varde::Dag(text.parse().ok()?),
        (Faltslag::Tal, _) => Varde::Tal(text.parse().ok()?),
        (Faltslag::Ja, "0") => Varde::Ja(false),
        (Faltslag::Ja, "1") => Varde::Ja(true),
        (Faltslag::Ja, _) => return None,
    })
}
