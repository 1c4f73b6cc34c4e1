//! What the register keeps of how an import is to be done: enough for another process to go on with it.

use finsam_core::atkomst::Synfalt;
use serde::{Deserialize, Serialize};

use super::{Avstamningsval, Importfraga};
use crate::extract::Anrop;
use crate::las::Format;

/// How an import is to be done.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Installning {
    /// What was asked for.
    #[serde(flatten)]
    pub fraga: Importfraga,
    /// How it is to be reconciled.
    pub avstamning: Avstamningsval,
    /// In what format the records are; none in what earlier versions kept.
    pub format: Option<Format>,
    /// The request that it came with.
    pub anrop: Option<Anrop>,
    /// What its sender reached, where no key in the register says so.
    pub synfalt: Option<Synfalt>,
}

impl Installning {
    /// What stands in the register. What will not read is of another version, and asked for nothing in particular.
    #[must_use]
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// What the register is to keep.
    ///
    /// # Errors
    /// When it has no JSON form.
    pub fn to_text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

#[cfg(test)]
mod tests {
    use finsam_core::protokoll::{Atomicitet, Importlage};

    use super::*;

    #[test]
    fn it_is_read_back_and_what_earlier_versions_kept_is_too() {
        let fraga = Importfraga { atomicitet: Atomicitet::Allt, ..Importfraga::default() };
        let anrop = Anrop { id: "urn:uuid:1".to_owned(), handling: "POST /importer".to_owned(), varifran: None };
        let avstamning = Avstamningsval { max_raderade: Some(7), ..Avstamningsval::default() };
        let kept = Installning {
            fraga,
            avstamning: avstamning.clone(),
            format: Some(Format::Csv),
            anrop: Some(anrop.clone()),
            synfalt: None,
        };
        let read = Installning::read(&kept.to_text().unwrap());
        assert_eq!((read.fraga, read.format, read.anrop.clone()), (fraga, Some(Format::Csv), Some(anrop)));
        assert_eq!(read.avstamning, avstamning);
        let before = r#"{"importlage":"validera","strategi":"upsert","atomicitet":"rad","rader":"alla"}"#;
        let read = Installning::read(before);
        assert_eq!((read.fraga.importlage, read.format), (Importlage::Validera, None));
        assert_eq!(Installning::read("?").fraga, Importfraga::default());
    }
}
