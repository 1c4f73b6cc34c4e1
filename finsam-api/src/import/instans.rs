//! Which server process it is that has a body on disk: the identity that stands in the folder of its spool.

use std::io;
use std::path::Path;

use uuid::Uuid;

/// The file that holds it.
const FIL: &str = "instans";

/// The identity of whoever has this spool: what stands there, or `ny` from now on.
///
/// # Errors
/// When the folder can be neither read nor written.
pub(super) fn of_spool(folder: &Path, ny: Uuid) -> io::Result<Uuid> {
    let path = folder.join(FIL);
    let standing = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok());
    if let Some(standing) = standing {
        return Ok(standing);
    }
    std::fs::create_dir_all(folder)?;
    // Whole or not at all: one that was cut off would be another.
    let half = path.with_extension("ny");
    std::fs::write(&half, format!("{ny}\n"))?;
    std::fs::rename(half, path)?;
    Ok(ny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_the_same_in_the_same_folder() {
        let folder = tempfile::tempdir().unwrap();
        let spool = folder.path().join("spole");
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(of_spool(&spool, first).unwrap(), first);
        assert_eq!(of_spool(&spool, second).unwrap(), first);
        assert_eq!(of_spool(folder.path(), second).unwrap(), second);
        std::fs::write(spool.join(FIL), "cut").unwrap();
        assert_eq!(of_spool(&spool, second).unwrap(), second, "what is no identity is replaced");
        let file = spool.join(FIL);
        assert!(of_spool(&file, first).is_err(), "no folder");
    }
}
