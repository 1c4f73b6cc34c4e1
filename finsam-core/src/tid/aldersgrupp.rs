//! Age groups of the national statistics.

crate::kodlista! {
    /// The age groups of the national statistics, by age on the first day; under 16 stands apart.
    pub enum Aldersgrupp = "aldersgrupp", "Åldersgrupp på startdagen", "Age group on the first day" {
        Under16 = "-15", "Under 16 år", "Under 16";
        A16Till29 = "16-29", "16–29 år", "16–29";
        A30Till44 = "30-44", "30–44 år", "30–44";
        A45Till59 = "45-59", "45–59 år", "45–59";
        Fran60 = "60-", "60 år och äldre", "60 and over";
    }
}

impl Aldersgrupp {
    /// The group of an age in whole years.
    ///
    /// ```
    /// use finsam_core::tid::Aldersgrupp;
    ///
    /// assert_eq!(Aldersgrupp::of(29), Aldersgrupp::A16Till29);
    /// assert_eq!(Aldersgrupp::of(30), Aldersgrupp::A30Till44);
    /// ```
    #[must_use]
    pub const fn of(age: i32) -> Self {
        match age {
            ..=15 => Self::Under16,
            16..=29 => Self::A16Till29,
            30..=44 => Self::A30Till44,
            45..=59 => Self::A45Till59,
            60.. => Self::Fran60,
        }
    }
}
