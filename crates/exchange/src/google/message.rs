//! The messages of the export. Entries and names are bytes here, so that one broken entry or one name that is
//! not UTF-8 does not make the whole payload unreadable.

/// One QR code: a part of an export.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Payload {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) entries: Vec<Vec<u8>>,
    #[prost(int32, tag = "2")]
    pub(super) version: i32,
    #[prost(int32, tag = "3")]
    pub(super) batch_size: i32,
    #[prost(int32, tag = "4")]
    pub(super) batch_index: i32,
    #[prost(int32, tag = "5")]
    pub(super) batch_id: i32,
}

/// One account.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Entry {
    #[prost(bytes = "vec", tag = "1")]
    pub(super) secret: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    pub(super) name: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    pub(super) issuer: Vec<u8>,
    /// 0 unspecified (SHA-1), 1 SHA-1, 2 SHA-256, 3 SHA-512, 4 MD5.
    #[prost(int32, tag = "4")]
    pub(super) algorithm: i32,
    /// 0 unspecified (six), 1 six, 2 eight.
    #[prost(int32, tag = "5")]
    pub(super) digits: i32,
    /// 0 unspecified (TOTP), 1 HOTP, 2 TOTP.
    #[prost(int32, tag = "6")]
    pub(super) kind: i32,
    #[prost(int64, tag = "7")]
    pub(super) counter: i64,
}
