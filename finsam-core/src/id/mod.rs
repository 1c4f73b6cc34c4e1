//! The identities of things in the register: UUIDs of version 7, made outside the core.

macro_rules! ids {
    ($($(#[$meta:meta])* $typ:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        #[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "utoipa", schema(value_type = String, format = Uuid,
            example = "0190a5c0-7c00-7000-8000-000000000001"))]
        pub struct $typ(pub uuid::Uuid);

        impl std::fmt::Display for $typ {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $typ {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// The identity of a samordningsförbund.
    ForbundId;
    /// The identity of an insats.
    InsatsId;
    /// The identity of a participation.
    DeltagandeId;
    /// The identity of an import.
    ImportId;
    /// The identity of an access token; not the token itself.
    TokenId;
    /// The identity of a webhook.
    WebhookId;
    /// The identity of the allocation of a year.
    TilldelningId;
    /// The identity of a frozen state of the statistics.
    FaststallelseId;
    /// The identity of the background figures of a year.
    BakgrundstalId;
}
