//! Journeys through the real client, the real router and each database; one file each, one program for all of them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod andringar;
mod arbetslistor;
mod arsredovisning;
mod aterkallelser;
mod atkomstlogg;
mod deltagande;
mod faststallda;
mod folja;
mod idempotens;
mod import_antal;
mod import_ater;
mod import_avstamning;
mod import_avvisade;
mod import_direkt;
mod import_jobb;
mod import_plan;
mod import_radera;
mod import_summor;
mod kontrollsummor;
mod lag;
mod personer;
mod roller;
mod samtidighet;
mod sidor;
mod statistik;
mod statistikfil;
mod strukturdeltagande;
mod tappade_svar;
mod tradformat;
mod uppfoljningar;
mod uppsattning;
mod utan_nyckel;
mod webhookar;
mod webhooksanrop;
