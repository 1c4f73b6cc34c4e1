//! What failures of the register mean to whoever runs a command, and what to do.

use finsam_store::StoreError;

use super::Kommandofel;

/// Why a register could not be opened, and what to do.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
pub(super) fn refused(fel: StoreError) -> Kommandofel {
    explain(&fel).map_or_else(|| Kommandofel::reach("--database", &fel), Kommandofel::Natt)
}

/// What a failure of the store means to whoever runs a command, and what to do; `None` when there is no more to say than
/// it says itself.
pub(super) fn explain(fel: &StoreError) -> Option<String> {
    Some(match fel {
        StoreError::WrongKey => "nyckeln öppnar inte registret; ange den som det skapades med / \
             the key does not open the register; name the one it was made with"
            .to_owned(),
        StoreError::UnknownKey(nyckel) => format!(
            "registret har något förseglat med nyckel {nyckel}, som inte står i nyckelfilen; ange den fil som har den / \
             something in the register is sealed with key {nyckel}, which is not in the key file; name the file that has it"
        ),
        StoreError::RemovedKey => {
            "nyckelfilen förseglar med en nyckel som är borttagen ur registret; ange den fil som gäller / \
             the key file seals with a key that has been taken away from the register; name the file that holds"
                .to_owned()
        }
        StoreError::NotMigrated { found, needed } => format!(
            "registret är inte migrerat: det är på steg {found} och programmet behöver {needed}; kör finsam migrate / \
             the register is not migrated: it is at step {found} and the program needs {needed}; run finsam migrate"
        ),
        StoreError::Newer { found, known, .. } => format!(
            "registret är från en nyare version: det är på steg {found} och programmet känner till {known}; använd den \
             nyare versionen, eller läs tillbaka en säkerhetskopia från före migreringen / \
             the register is of a newer version: it is at step {found} and the program knows {known}; use the newer \
             version, or restore a backup from before the migration"
        ),
        StoreError::Locked { step, seconds } => format!(
            "{step}: andra höll låset i {seconds} s; inget av steget är gjort, försök igen när färre skriver / \
             {step}: others held the lock for {seconds} s; nothing of the step was done, try again when fewer write"
        ),
        StoreError::OlderPrograms { count, oldest } => format!(
            "{count} anslutningar är från program äldre än steg {oldest}; stoppa dem och kör igen (nya släpps inte in) / \
             {count} connections are of programs older than step {oldest}; stop them and run again (no new ones are let in)"
        ),
        StoreError::Damaged(found) => format!(
            "registret är skadat ({found}); stoppa det som använder det och läs tillbaka en säkerhetskopia med \
             finsam aterstall, som behåller den skadade filen under annat namn / \
             the register is damaged; stop what uses it and restore a backup with finsam aterstall, which keeps the \
             damaged file under another name"
        ),
        StoreError::NoDatabase => {
            "filen är ingen databas, eller så är dess början skadad; kontrollera --database, eller \
             läs tillbaka en säkerhetskopia med finsam aterstall / \
             the file is no database, or its beginning is damaged; check --database, or restore a backup with \
             finsam aterstall"
                .to_owned()
        }
        StoreError::InUse => "någon har registret öppet; stoppa servern och kör igen / \
             somebody has the register open; stop the server and run again"
            .to_owned(),
        StoreError::HalfMoved => "en flytt hit blev inte klar; kör samma finsam flytta igen / \
             a move to here was not finished; run the same finsam flytta again"
            .to_owned(),
        _ => return None,
    })
}
