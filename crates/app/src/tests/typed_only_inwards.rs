//! Proven by the compiler: what holds a secret can be neither printed nor serialised. Each line fails to compile as
//! ambiguous as soon as the type gets the trait.

macro_rules! never {
    ($($type:ty: $($name:path),+;)+) => {$($(
        const _: fn() = || {
            trait AmbiguousWhenImplemented<A> { fn it() {} }
            impl<T: ?Sized> AmbiguousWhenImplemented<()> for T {}
            struct Implemented;
            impl<T: ?Sized + $name> AmbiguousWhenImplemented<Implemented> for T {}
            let _ = <$type as AmbiguousWhenImplemented<_>>::it;
        };
    )+)+};
}

never! {
    crate::wire::Typed: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    otp::Secret: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    otp::Account: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    otp::Draft: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    scan::SymbolText: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    scan::Frame: serde::Serialize, std::fmt::Debug, Clone;
    vault::Passphrase: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    vault::RecoveryKey: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    vault::KeyringKey: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
    vault::Entry: serde::Serialize, std::fmt::Debug, std::fmt::Display, Clone;
}

/// The other half of the proof: the requests that carry what was typed cannot be serialised either.
mod requests {
    use crate::wire::*;

    never! {
        UnlockRequest: serde::Serialize, std::fmt::Debug;
        SetPasswordRequest: serde::Serialize, std::fmt::Debug;
        TypedRequest: serde::Serialize, std::fmt::Debug;
    }
}
