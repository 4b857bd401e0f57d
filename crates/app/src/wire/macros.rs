//! How views and their words are declared: each with what it needs to cross the wire.

macro_rules! views {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Serialize, Clone, Debug, PartialEq)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )*};
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident,)* })*) => {$(
        $(#[$meta])*
        #[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant,)* }
    )*};
}
