//! A document as a workbook: a sheet for each part with typed cells, and one that says where it comes from.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::tal::hidden_text;
use super::{Del, Dokument, Kolumn, Kolumnslag, Rad, Radslag, Ruta};
use crate::sprak::Sprak;

/// The row of the headings; above it stand what the sheet is and where it comes from.
const RUBRIKRAD: u32 = 4;

/// The workbook as a file. The same document gives the same bytes.
///
/// # Errors
/// When a part has a name that no sheet can have, or a text is longer than a cell can hold (32 767 characters).
pub fn to_xlsx(dokument: &Dokument) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = at_midnight(dokument.daterat)?;
    let properties = DocProperties::new().set_title(&dokument.titel).set_subject(&dokument.underrubrik);
    workbook.set_properties(&properties.set_author("Finsam").set_creation_datetime(&created));
    for del in &dokument.delar {
        part(workbook.add_worksheet(), dokument, del)?;
    }
    about(workbook.add_worksheet(), dokument)?;
    workbook.save_to_buffer()
}

fn at_midnight(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    use chrono::Datelike;
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(u16::MAX), day.month() as u8, day.day() as u8)
}

fn titles(sheet: &mut Worksheet, dokument: &Dokument, what: &str) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, &dokument.titel, &Format::new().set_bold().set_font_size(14))?;
    sheet.write_string(1, 0, &dokument.underrubrik)?;
    sheet.write_string_with_format(2, 0, what, &Format::new().set_bold())?;
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn part(sheet: &mut Worksheet, dokument: &Dokument, del: &Del) -> Result<(), XlsxError> {
    sheet.set_name(del.namn)?;
    titles(sheet, dokument, &del.rubrik)?;
    if del.bred {
        sheet.set_landscape();
    }
    if del.rows().next().is_none() {
        sheet.write_string(RUBRIKRAD, 0, del.tomt)?;
        return Ok(());
    }
    let heading = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium);
    for (column, kolumn) in (0..).zip(&del.kolumner) {
        let right = if kolumn.slag == Kolumnslag::Tal { FormatAlign::Right } else { FormatAlign::Left };
        sheet.write_string_with_format(RUBRIKRAD, column, &kolumn.rubrik, &heading.clone().set_align(right))?;
    }
    let end = rows(sheet, del, dokument.sprak)?;
    sheet.write_string_with_format(end + 1, 0, &dokument.kalla, &Format::new().set_italic())?;
    widths(sheet, del)?;
    sheet.set_freeze_panes(RUBRIKRAD + 1, 1)?;
    sheet.set_repeat_rows(RUBRIKRAD, RUBRIKRAD)?;
    Ok(())
}

/// Writes the rows below the headings; the row after the last.
fn rows(sheet: &mut Worksheet, del: &Del, sprak: Sprak) -> Result<u32, XlsxError> {
    let how = (del.has_hundredths(), sprak);
    let mut at = RUBRIKRAD + 1;
    for grupp in &del.grupper {
        if let Some(rubrik) = &grupp.rubrik {
            sheet.write_string_with_format(at, 0, rubrik, &Format::new().set_bold())?;
            at += 1;
        }
        for rad in &grupp.rader {
            row(sheet, at, rad, &del.kolumner, how)?;
            at += 1;
        }
    }
    Ok(at)
}

fn row(sheet: &mut Worksheet, at: u32, rad: &Rad, kolumner: &[Kolumn], how: (bool, Sprak)) -> Result<(), XlsxError> {
    for ((column, ruta), kolumn) in (0..).zip(&rad.rutor).zip(kolumner) {
        let mut format = Format::new().set_align(FormatAlign::Top);
        if rad.slag == Radslag::Summa {
            format = format.set_bold().set_border_top(FormatBorder::Thin);
        }
        if rad.slag == Radslag::Underpost && column == 0 {
            format = format.set_indent(1);
        }
        if kolumn.slag == Kolumnslag::Tal {
            format = format.set_align(FormatAlign::Right);
        } else {
            format = format.set_text_wrap();
        }
        cell(sheet, (at, column), ruta, format, how)?;
    }
    Ok(())
}

/// Text is never read as a formula: what begins with `=` stays what it is.
fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    ruta: &Ruta,
    format: Format,
    (hundredths, sprak): (bool, Sprak),
) -> Result<(), XlsxError> {
    let amounts = if hundredths { "#,##0.00" } else { "#,##0" };
    match ruta {
        Ruta::Tom => sheet.write_blank(row, column, &format)?,
        Ruta::Text(text) => sheet.write_string_with_format(row, column, text, &format)?,
        Ruta::Belopp(belopp) => {
            let number = belopp.decimal().to_f64().unwrap_or(f64::NAN);
            sheet.write_number_with_format(row, column, number, &format.set_num_format(amounts))?
        }
        Ruta::Antal(antal) => {
            sheet.write_number_with_format(row, column, *antal as f64, &format.set_num_format("#,##0"))?
        }
        Ruta::Procent(andel) => {
            let share = *andel as f64 / 100.0;
            sheet.write_number_with_format(row, column, share, &format.set_num_format("0%"))?
        }
        Ruta::Decimal(tal) => {
            let number = tal.to_f64().unwrap_or(f64::NAN);
            sheet.write_number_with_format(row, column, number, &format.set_num_format("#,##0.0##"))?
        }
        Ruta::Dag(day) => {
            let day = at_midnight(*day)?;
            sheet.write_datetime_with_format(row, column, &day, &format.set_num_format("yyyy-mm-dd"))?
        }
        Ruta::Skyddad => sheet.write_string_with_format(row, column, hidden_text(sprak), &format.set_italic())?,
    };
    Ok(())
}

/// Columns of numbers are as wide as amounts are; those of words as their words, up to a limit where they wrap.
fn widths(sheet: &mut Worksheet, del: &Del) -> Result<(), XlsxError> {
    for (column, kolumn) in (0_u16..).zip(&del.kolumner) {
        let longest = |rad: &Rad| match rad.rutor.get(usize::from(column)) {
            Some(Ruta::Text(text)) => text.chars().count(),
            _ => 0,
        };
        let width = match kolumn.slag {
            Kolumnslag::Tal => 14,
            Kolumnslag::Text => del.rows().map(longest).max().unwrap_or_default().clamp(12, 60),
        };
        sheet.set_column_width(column, width as f64)?;
    }
    Ok(())
}

fn about(sheet: &mut Worksheet, dokument: &Dokument) -> Result<(), XlsxError> {
    let sprak = dokument.sprak;
    let om = sprak.pick("Om dokumentet", "About the document");
    sheet.set_name(om)?;
    titles(sheet, dokument, om)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut at = RUBRIKRAD;
    for (label, ruta) in &dokument.fakta {
        sheet.write_string_with_format(at, 0, *label, &Format::new().set_bold())?;
        cell(sheet, (at, 1), ruta, wrapped.clone(), (false, sprak))?;
        at += 1;
    }
    let said = std::iter::once((sprak.pick("Källa", "Source"), &dokument.kalla));
    let caveat = sprak.pick("Förbehåll", "Caveat");
    for (label, text) in said.chain(dokument.forbehall.iter().map(|text| (caveat, text))) {
        sheet.write_string_with_format(at, 0, label, &Format::new().set_bold().set_align(FormatAlign::Top))?;
        sheet.write_string_with_format(at, 1, text, &wrapped)?;
        at += 1;
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 100)?;
    Ok(())
}
