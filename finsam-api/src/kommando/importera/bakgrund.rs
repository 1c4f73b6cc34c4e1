//! `finsam importera --bakgrundstal`: background figures of kommuner, a row for each year and kommun.

use std::collections::BTreeMap;
use std::path::Path;

use finsam_client::{Client, Fel, Villkor};
use finsam_core::atkomst::Roll;
use finsam_core::bakgrund::{Bakgrundsrad, Bakgrundsuppgift, validate};
use finsam_core::protokoll::{Felkod, Importlage};

use crate::kommando::mot::{Mal, failed};
use crate::kommando::validera::describe;
use crate::kommando::{Kommandofel, Utfall, check_year, visa};

/// The columns. They may stand in any order; only the first two are needed.
const RUBRIK: &str = "ar;kommun;befolkning;arbetslosa;arbetskraft;ohalsotal";

/// Figures by year.
type Tal = BTreeMap<i32, Bakgrundsuppgift>;

/// Reads the file, and sends the figures of each year unless they are only to be judged.
pub(super) async fn run(fil: &Path, lage: Importlage, mal: &Mal) -> Utfall {
    if lage == Importlage::Plan {
        return Err(Kommandofel::Bruk("bakgrundstal planeras inte / background figures are not planned".to_owned()));
    }
    let text = std::fs::read_to_string(fil).map_err(|fel| Kommandofel::reach(&fil.display().to_string(), fel))?;
    let tal = read(&text)?;
    judge(&tal)?;
    if lage == Importlage::Verkstall {
        let anslutning = mal.connect_as(Roll::Systemadministrator).await?;
        let sent = send(&anslutning.client, &tal).await;
        anslutning.stop().await;
        sent.map_err(failed)?;
    }
    tal.iter().try_for_each(|(ar, uppgift)| visa::line(&format!("{ar}: {} kommuner", uppgift.rader.len())))
}

async fn send(client: &Client, tal: &Tal) -> Result<(), Fel> {
    let room = client.bakgrundstal();
    for (ar, uppgift) in tal {
        let villkor = match room.get(*ar).await {
            Ok(standing) => Villkor::Version(standing.version),
            Err(fel) if fel.kod() == Some(Felkod::Saknas) => Villkor::Inget,
            Err(fel) => return Err(fel),
        };
        room.put(*ar, villkor, uppgift).await?;
    }
    Ok(())
}

/// Every rule that the figures break.
fn judge(tal: &Tal) -> Utfall {
    let mut faults = 0;
    for (ar, uppgift) in tal {
        check_year(*ar)?;
        for avvikelse in validate(*ar, uppgift) {
            faults += 1;
            visa::note(&format!("{ar}: {}", describe(0, &avvikelse)));
        }
    }
    stop_at(faults)
}

fn stop_at(faults: usize) -> Utfall {
    if faults == 0 {
        return Ok(());
    }
    Err(Kommandofel::Data(format!("{faults} fel; ingenting skrevs / faults; nothing was written")))
}

/// The figures of a file between semicolons, commas or tabs.
fn read(text: &str) -> Result<Tal, Kommandofel> {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t'].into_iter().find(|one| header.as_bytes().contains(one)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let (mut tal, mut faults) = (Tal::new(), 0);
    let rubrik = reader.headers().cloned().unwrap_or_default();
    for row in reader.records() {
        let position = row.as_ref().map_or_else(csv::Error::position, csv::StringRecord::position);
        let line = position.map_or(0, csv::Position::line);
        match row.ok().and_then(|row| row.deserialize::<Rad>(Some(&rubrik)).ok()?.figures()) {
            Some((ar, rad)) => tal.entry(ar).or_default().rader.push(rad),
            None => {
                faults += 1;
                visa::note(&format!(
                    "rad / line {line}: väntade / expected {RUBRIK}, hela tal, kommunkod med fyra siffror / whole numbers, \
                     kommunkod of four digits"
                ));
            }
        }
    }
    stop_at(faults)?;
    Ok(tal)
}

/// A row of the file.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Rad {
    ar: i32,
    kommun: String,
    befolkning: Option<u32>,
    arbetslosa: Option<u32>,
    arbetskraft: Option<u32>,
    ohalsotal: Option<String>,
}

impl Rad {
    /// Its year and figures; nothing where they are none. A decimal comma is one too.
    fn figures(self) -> Option<(i32, Bakgrundsrad)> {
        let ohalsotal = match self.ohalsotal {
            Some(days) => Some(days.replace(',', ".").parse().ok()?),
            None => None,
        };
        let kommun = self.kommun.parse().ok()?;
        let (befolkning, arbetslosa, arbetskraft) = (self.befolkning, self.arbetslosa, self.arbetskraft);
        Some((self.ar, Bakgrundsrad { kommun, befolkning, arbetslosa, arbetskraft, ohalsotal }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_by_year_whatever_stands_between_its_fields() {
        let expected = read(&format!("{RUBRIK}\n2014;2262;10400;890;8900;38,4\n2013;0114;;;;\n")).unwrap();
        assert_eq!(expected.keys().collect::<Vec<_>>(), [&2013, &2014]);
        assert_eq!(expected[&2014].rader[0].ohalsotal, "38.4".parse().ok());
        let commas =
            "kommun,ar,ohalsotal,arbetskraft,arbetslosa,befolkning\n2262,2014,38.4,8900,890,10400\n0114,2013,,,,\n";
        assert_eq!(read(commas).unwrap(), expected);
        assert_eq!(read("\u{feff}ar\tkommun\tbefolkning\tarbetslosa\tarbetskraft\tohalsotal\n").unwrap(), Tal::new());
    }

    #[test]
    fn every_column_is_documented_and_the_example_is_read() {
        let documentation =
            include_str!("../../../../docs/CSV.md").split_once("\n# Background figures as CSV").unwrap().1;
        let described: Vec<_> =
            documentation.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(described, RUBRIK.split(';').collect::<Vec<_>>());
        let example = documentation.split("```csv\n").nth(1).unwrap().split("```").next().unwrap();
        assert_eq!(read(example).unwrap()[&2014].rader.len(), 2);
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        for row in ["2014;226;1;1;1;1", "x;2262;1;1;1;1", "2014;2262;-1;1;1;1", "2014;2262;1;1;1;x", "2014;2262"] {
            assert!(read(&format!("{RUBRIK}\n{row}\n")).is_err(), "{row}");
        }
        assert!(read("ar;kommun;inkomst\n2014;2262;1\n").is_err());
        let twice = read(&format!("{RUBRIK}\n2014;2262;1;1;1;1\n2014;2262;1;1;1;1\n")).unwrap();
        assert!(judge(&twice).is_err(), "a kommun stands once a year");
    }
}
