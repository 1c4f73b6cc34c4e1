//! Allocations of the state's money.

use finsam_core::ekonomi::tilldelning::Tilldelningsuppgift;
use finsam_core::protokoll::{Tilldelningsresultat, Villkor};

use crate::anrop::Anrop;
use crate::{Client, Fel};

/// Allocations of the state's money.
#[derive(Debug, Clone, Copy)]
pub struct Tilldelningsrum<'a> {
    pub(crate) client: &'a Client,
}

impl Tilldelningsrum<'_> {
    /// That of a year, with what it comes to.
    ///
    /// # Errors
    /// 404 when none is registered, 422 for what is no year; else see [`Fel`].
    pub async fn get(&self, ar: i32) -> Result<Tilldelningsresultat, Fel> {
        self.client.send(Anrop::get(&["tilldelningar", &ar.to_string()])).await?.json()
    }

    /// Registers or replaces that of a year.
    ///
    /// # Errors
    /// 403 for those who may not, 412 and 428 about its version, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put(
        &self,
        ar: i32,
        villkor: Villkor,
        uppgift: &Tilldelningsuppgift,
    ) -> Result<Tilldelningsresultat, Fel> {
        self.client.send(Anrop::put(&["tilldelningar", &ar.to_string()], villkor).json(uppgift)).await?.json()
    }
}
