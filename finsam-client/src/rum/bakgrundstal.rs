//! Background figures of kommuner.

use finsam_core::bakgrund::{Bakgrundstal, Bakgrundsuppgift};
use finsam_core::protokoll::Villkor;

use crate::anrop::Anrop;
use crate::{Client, Fel};

/// Background figures of kommuner.
#[derive(Debug, Clone, Copy)]
pub struct Bakgrundsrum<'a> {
    pub(crate) client: &'a Client,
}

impl Bakgrundsrum<'_> {
    /// Those of a year.
    ///
    /// # Errors
    /// 404 when none are registered, 422 for what is no year; else see [`Fel`].
    pub async fn get(&self, ar: i32) -> Result<Bakgrundstal, Fel> {
        self.client.send(Anrop::get(&["bakgrundstal", &ar.to_string()])).await?.json()
    }

    /// Registers or replaces those of a year, all of them.
    ///
    /// # Errors
    /// 403 for those who may not, 412 and 428 about their version, 422 with every rule that they break; else see [`Fel`].
    pub async fn put(&self, ar: i32, villkor: Villkor, uppgift: &Bakgrundsuppgift) -> Result<Bakgrundstal, Fel> {
        self.client.send(Anrop::put(&["bakgrundstal", &ar.to_string()], villkor).json(uppgift)).await?.json()
    }
}
