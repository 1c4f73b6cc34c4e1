//! What is read, and every way in which it is refused.

mod antal;
mod csv;
mod json;
mod langsam;
mod poster;
mod strommar;

use std::io::BufRead;
use std::ops::ControlFlow;

use finsam_core::protokoll::Importpost;
use finsam_core::regel::Avvikelse;

use super::{Format, Lasfel, Limits, for_each};

/// A whole person with everything that can stand in a record.
const PERSON: &str = r#"{"kallsystem":"treserva","nyckel":"d-1",
"insatsId":"0190a5c0-7c00-7000-8000-000000000001","registrering":"person","personnummer":"19900312-2380",
"skyddadIdentitet":false,"kon":"kvinna","kommun":"2280",
"samtycke":{"registrering":{"datum":"2014-02-01","textversion":"2014-1"},
"sekretess":{"datum":"2014-02-01","parter":["forsakringskassan","kommun:2280"]}},
"startdatum":"2014-02-03","slutdatum":"2014-11-30","remitterande":"kommun","utbildningsniva":"gymnasium",
"tidIOffentligForsorjning":"upp_till_1_ar",
"fore":{"forsorjning":[{"form":"forsorjningsstod","omfattning":100}],"sysselsattning":[{"slag":"ingen"}]},
"efter":{"forsorjning":[{"form":"studiestod","omfattning":100}],
"sysselsattning":[{"slag":"studier","omfattning":100}]},"avslutsanledning":"fullfoljd"}"#;

/// The code and place of each finding, in order.
fn places(found: &[Avvikelse]) -> Vec<(&str, &str)> {
    found.iter().map(|a| (a.kod.as_ref(), a.pekare.as_str())).collect()
}

/// Everything that a finding says, as it goes over the wire.
fn words(found: &[Avvikelse]) -> String {
    serde_json::to_string(found).unwrap()
}

/// What a body gave: the records, and how it ended.
struct Given {
    poster: Vec<Result<Importpost, Vec<Avvikelse>>>,
    keys: Vec<Option<(String, String)>>,
    raw: Vec<Vec<u8>>,
    end: Result<(), Lasfel>,
}

fn read_within(format: Format, reader: impl BufRead, limits: &Limits) -> Given {
    let (mut poster, mut keys, mut raw) = (vec![], vec![], vec![]);
    let end = for_each(format, reader, limits, &mut |post| {
        poster.push(post.parse());
        keys.push(post.key().map(|(kallsystem, nyckel)| (kallsystem.into_owned(), nyckel.into_owned())));
        raw.push(post.raw.to_vec());
        assert_eq!(post.rad, poster.len() as u64);
        ControlFlow::Continue(())
    });
    Given { poster, keys, raw, end }
}

fn read(format: Format, body: impl AsRef<[u8]>) -> Given {
    read_within(format, body.as_ref(), &Limits::default())
}

impl Given {
    /// The codes and places of each record's findings; empty for a sound one.
    fn outcome(&self) -> Vec<Vec<(&str, &str)>> {
        self.poster.iter().map(|post| post.as_ref().err().map_or_else(Vec::new, |found| places(found))).collect()
    }

    /// The findings about the whole body.
    #[track_caller]
    fn whole(&self) -> &[Avvikelse] {
        match &self.end {
            Err(Lasfel::Innehall(found)) => found,
            other => panic!("{other:?}"),
        }
    }
}
