//! The columns as Parquet: one column each, in row groups, and what stands beside them as JSON in the metadata.

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use finsam_core::statistik::Kolumnrad;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::falt::{Falt, Faltslag, Varde, blank};
use super::{Huvud, Statistikfilfel, create, head, of_file};

/// What the metadata calls what stands beside the rows.
const NYCKEL: &str = "finsam.statistik";
/// How many rows are written, and held in memory, at a time.
const GRUPP: usize = 250_000;

impl From<ParquetError> for Statistikfilfel {
    fn from(fel: ParquetError) -> Self {
        Self::form(fel)
    }
}

fn schema() -> String {
    let column = |falt: &Falt| {
        let repetition = if falt.is_optional() { "OPTIONAL" } else { "REQUIRED" };
        let name = falt.name();
        match falt.slag() {
            Faltslag::Text => format!("{repetition} BYTE_ARRAY {name} (UTF8);"),
            Faltslag::Dag => format!("{repetition} INT32 {name} (DATE);"),
            Faltslag::Tal => format!("{repetition} INT32 {name};"),
            Faltslag::Ja => format!("{repetition} BOOLEAN {name};"),
        }
    };
    let columns: String = Falt::all().iter().map(column).collect();
    format!("message finsam {{ {columns} }}")
}

pub(super) fn write(
    fil: &Path,
    mut rows: impl Iterator<Item = Kolumnrad>,
    huvud: &Huvud,
) -> Result<(), Statistikfilfel> {
    let head = KeyValue::new(NYCKEL.to_owned(), serde_json::to_string(huvud).map_err(Statistikfilfel::form)?);
    let properties = WriterProperties::builder().set_created_by("finsam".to_owned());
    let properties = properties.set_key_value_metadata(Some(vec![head])).build();
    let file = create(fil)?;
    let mut writer = SerializedFileWriter::new(file, Arc::new(parse_message_type(&schema())?), Arc::new(properties))?;
    let columns = Falt::all();
    loop {
        let group: Vec<_> = rows.by_ref().take(GRUPP).collect();
        if group.is_empty() {
            break;
        }
        let mut target = writer.next_row_group()?;
        for falt in &columns {
            let Some(mut column) = target.next_column()? else { break };
            write_column(*falt, &group, &mut column)?;
            column.close()?;
        }
        target.close()?;
    }
    writer.into_inner()?.sync_all().map_err(of_file(fil))
}

fn write_column(
    falt: Falt,
    group: &[Kolumnrad],
    column: &mut SerializedColumnWriter<'_>,
) -> Result<(), Statistikfilfel> {
    let (mut texts, mut numbers, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let mut there = Vec::with_capacity(group.len());
    for rad in group {
        let varde = falt.get(rad);
        there.push(i16::from(varde != Varde::Saknas));
        match varde {
            Varde::Saknas => {}
            Varde::Text(text) => texts.push(ByteArray::from(text.as_bytes())),
            Varde::Dag(dag) => numbers.push(days(dag)),
            Varde::Tal(tal) => numbers.push(i32::try_from(tal).map_err(Statistikfilfel::form)?),
            Varde::Ja(ja) => flags.push(ja),
        }
    }
    let there = falt.is_optional().then_some(there.as_slice());
    match falt.slag() {
        Faltslag::Text => column.typed::<ByteArrayType>().write_batch(&texts, there, None)?,
        Faltslag::Dag | Faltslag::Tal => column.typed::<Int32Type>().write_batch(&numbers, there, None)?,
        Faltslag::Ja => column.typed::<BoolType>().write_batch(&flags, there, None)?,
    };
    Ok(())
}

pub(super) fn read(fil: &Path, put: &mut dyn FnMut(u64, &Kolumnrad)) -> Result<Huvud, Statistikfilfel> {
    let reader = SerializedFileReader::new(File::open(fil).map_err(of_file(fil))?)?;
    let metadata = reader.metadata().file_metadata();
    let entries = metadata.key_value_metadata().into_iter().flatten();
    let found = entries.filter(|entry| entry.key == NYCKEL).find_map(|entry| entry.value.as_deref());
    let huvud = head(found.ok_or_else(|| {
        let text =
            format!("metadata {NYCKEL} saknas: ingen fil från finsam exportera / missing: no file of finsam exportera");
        Statistikfilfel::Form(text)
    })?)?;
    let mut nummer = 0;
    for n in 0..reader.num_row_groups() {
        for rad in read_group(reader.get_row_group(n)?.as_ref(), nummer)? {
            nummer += 1;
            put(nummer, &rad);
        }
    }
    Ok(huvud)
}

fn read_group(group: &dyn RowGroupReader, before: u64) -> Result<Vec<Kolumnrad>, Statistikfilfel> {
    let rows = usize::try_from(group.metadata().num_rows()).map_err(Statistikfilfel::form)?;
    let mut all = vec![blank(); rows];
    for falt in Falt::all() {
        let name = falt.name();
        let found = group.metadata().columns().iter().position(|column| column.column_path().string() == name);
        let place = found
            .ok_or_else(|| Statistikfilfel::Form(format!("kolumnen {name} saknas / the column {name} is missing")))?;
        let wrong = |rad: usize| Statistikfilfel::Varde {
            rad: before + rad as u64 + 1,
            kolumn: falt.name(),
            vantat: falt.expected(),
        };
        let optional = group.metadata().column(place).column_descr().max_def_level() > 0;
        let mut set = |rad: usize, varde: Option<Varde<'_>>| {
            varde.and_then(|varde| falt.set(all.get_mut(rad)?, &varde)).ok_or_else(|| wrong(rad))
        };
        match (group.get_column_reader(place)?, falt.slag()) {
            (ColumnReader::ByteArrayColumnReader(column), Faltslag::Text) => {
                read_column(column, rows, optional, &mut |rad, text: Option<ByteArray>| {
                    let text = text.as_ref().map(ByteArray::as_utf8).transpose()?;
                    set(rad, Some(text.map_or(Varde::Saknas, |text| Varde::Text(Cow::Borrowed(text)))))
                })?;
            }
            (ColumnReader::Int32ColumnReader(column), Faltslag::Dag) => {
                read_column(column, rows, optional, &mut |rad, day| {
                    set(rad, day.map_or(Some(Varde::Saknas), |day| of_days(day).map(Varde::Dag)))
                })?;
            }
            (ColumnReader::Int32ColumnReader(column), Faltslag::Tal) => {
                read_column(column, rows, optional, &mut |rad, tal| {
                    set(rad, tal.map_or(Some(Varde::Saknas), |tal| u32::try_from(tal).ok().map(Varde::Tal)))
                })?;
            }
            (ColumnReader::BoolColumnReader(column), Faltslag::Ja) => {
                read_column(column, rows, optional, &mut |rad, ja| {
                    set(rad, Some(ja.map_or(Varde::Saknas, Varde::Ja)))
                })?;
            }
            _ => return Err(wrong(0)),
        }
    }
    Ok(all)
}

/// Gives each value of a column of so many rows.
fn read_column<T: DataType>(
    mut column: ColumnReaderImpl<T>,
    rows: usize,
    optional: bool,
    each: &mut dyn FnMut(usize, Option<T::T>) -> Result<(), Statistikfilfel>,
) -> Result<(), Statistikfilfel> {
    let (mut values, mut levels) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut read = 0;
    while read < rows {
        let (more, ..) = column.read_records(rows - read, optional.then_some(&mut levels), None, &mut values)?;
        if more == 0 {
            return Err(Statistikfilfel::Form("filen slutar i förtid / the file ends early".to_owned()));
        }
        read += more;
    }
    let mut values = values.into_iter();
    if !optional {
        return values.enumerate().try_for_each(|(rad, value)| each(rad, Some(value)));
    }
    levels.into_iter().enumerate().try_for_each(|(rad, level)| each(rad, if level > 0 { values.next() } else { None }))
}

/// Days after 1970-01-01, as Parquet counts them.
fn days(dag: NaiveDate) -> i32 {
    dag.signed_duration_since(NaiveDate::default()).num_days() as i32
}

fn of_days(days: i32) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs().into());
    if days < 0 {
        NaiveDate::default().checked_sub_days(distance)
    } else {
        NaiveDate::default().checked_add_days(distance)
    }
}
