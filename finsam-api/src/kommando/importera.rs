//! `finsam importera`.
