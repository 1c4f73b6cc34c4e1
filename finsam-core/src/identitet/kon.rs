//! Legal sex.

crate::kodlista! {
    /// Legal sex, as the ninth to eleventh digit of a personnummer tells it.
    pub enum Kon = "kon", "Kön", "Sex" {
        Kvinna = "kvinna", "Kvinna", "Woman";
        Man = "man", "Man", "Man";
    }
}
