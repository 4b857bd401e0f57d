//! End to end: the real window with its tray, keyring, clipboard and a recorded camera, each test on a desk of its own.
#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]

mod add;
mod camera;
mod cli;
mod crash;
mod desk;
mod first_use;
mod keyboard;
mod keyring;
mod links;
mod locking;
mod look;
mod memory;
mod payloads;
mod pictures;
mod policy;
mod safety;
mod screen;
mod silence;
mod time;
mod trouble;

/// Base32 keys; each test compares with what `oathtool` makes of them.
const ALICE: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const BOB: &str = "KRSXG5CTMVRXEZLUKN2XAZLSKRSXG5CT";
const CAROL: &str = "MFRGGZDFMZTWQ2LKNNWG23TPOA3DGNBV";
