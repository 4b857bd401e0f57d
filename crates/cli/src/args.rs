//! The command line.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

/// The same table as in the crate's documentation.
const EXIT_CODES: &str = "Exit codes: 0 done · 1 failed · 2 the command line is not understood · \
3 nothing found: no code in the picture, no such account · 4 not let in: wrong password, key or keyring, or none given · \
5 the vault is missing, damaged or of a newer version · 6 another copy of the program holds the vault · \
7 something was found that is no account, or was refused; nothing was added";

/// Countersign in a terminal: the same vault as the window.
#[derive(Parser)]
#[command(
    name = "countersign-cli",
    version,
    about,
    max_term_width = 100,
    after_help = EXIT_CODES
)]
pub struct Args {
    /// Print JSON, one object a line, instead of text for people
    #[arg(long, global = true)]
    pub json: bool,
    #[command(flatten)]
    pub ways: Ways,
    #[command(subcommand)]
    pub command: Command,
}

/// How to open the vault. Secrets never stand on the command line: they come from a prompt or a
/// file descriptor.
#[derive(ClapArgs, Clone)]
pub struct Ways {
    /// Read the password from this file descriptor (one line) instead of asking
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u32).range(0..))]
    pub password_fd: Option<u32>,
    /// Read the recovery key from this file descriptor (one line)
    #[arg(long, value_name = "N", global = true, conflicts_with = "password_fd")]
    pub recovery_fd: Option<u32>,
    /// Do not try the keyring first
    #[arg(long, global = true)]
    pub no_keyring: bool,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Make a new vault
    Init(Init),
    /// Check that a way into the vault works; changes nothing
    Unlock(Unlock),
    /// Add what pictures, folders of them, an otpauth URI, a key or a copied page say; `-` reads from standard input
    Add(Add),
    /// Take over the accounts of another authenticator from its export, or from pictures of its QR codes
    Import(Import),
    /// Say what is in pictures or on the screens, without adding it; no vault is needed
    Scan(Scan),
    /// List the accounts
    List,
    /// Print or copy the code of one account; a code by counter is used up by it
    Code(Code),
    /// Show an account's QR code again, to add it to another device
    ShowQr(ShowQr),
}

#[derive(ClapArgs)]
pub struct Init {
    /// Keep a key in the OS keyring too, for opening without a password
    #[arg(long)]
    pub keyring: bool,
    /// No password: keyring and recovery key only
    #[arg(long, requires = "keyring", conflicts_with = "password_fd")]
    pub no_password: bool,
    /// Write the recovery sheet here (.txt or .png) instead of printing the recovery key
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub struct Unlock {
    /// Check the keyring instead of the password
    #[arg(long, conflicts_with = "recovery")]
    pub keyring: bool,
    /// Check the recovery key instead of the password
    #[arg(long)]
    pub recovery: bool,
}

#[derive(ClapArgs)]
pub struct Add {
    /// Pictures (all those of one export, in any order), folders of pictures, otpauth:// URIs, keys in Base32, or - for
    /// standard input
    #[arg(required = true)]
    pub what: Vec<String>,
    /// Use this issuer instead of the one found
    #[arg(long)]
    pub issuer: Option<String>,
    /// Use this name instead of the one found
    #[arg(long)]
    pub label: Option<String>,
    /// Add it although it is here already
    #[arg(long)]
    pub again: bool,
    /// Of several keys in one text, the one with this number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub pick: Option<u32>,
    /// Add what there is of an export although codes of it are missing
    #[arg(long)]
    pub incomplete: bool,
    /// Say what each line of the given texts would become, a JSON object a line, and add nothing; no vault is needed.
    /// A line that begins with " is a JSON string
    #[arg(long, requires = "json", conflicts_with_all = ["issuer", "label", "again", "pick", "incomplete"])]
    pub dry_run: bool,
    /// With --dry-run: the codes of this Unix time instead of now
    #[arg(long, value_name = "UNIX", requires = "dry_run")]
    pub at: Option<u64>,
}

#[derive(ClapArgs)]
pub struct Import {
    /// The files of the export, in any order; - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Say what is in them and add nothing; no vault is needed
    #[arg(long)]
    pub dry_run: bool,
    /// With --dry-run: the codes of this Unix time instead of now
    #[arg(long, value_name = "UNIX", requires = "dry_run")]
    pub at: Option<u64>,
    /// The program that wrote them, e.g. aegis: files of others are refused
    #[arg(long, value_name = "PROGRAM")]
    pub from: Option<String>,
    /// Also add what is in the trash or the archive there
    #[arg(long)]
    pub trashed: bool,
    /// Add what is here already once more
    #[arg(long)]
    pub again: bool,
    /// Read the password of the vault from this file descriptor (one line). --password-fd is that of the files here
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..))]
    pub vault_password_fd: Option<u32>,
}

impl Import {
    /// How the vault is opened: `--password-fd` is not its password here.
    pub fn ways_of_vault(&self, ways: &Ways) -> Ways {
        Ways {
            password_fd: self.vault_password_fd,
            ..ways.clone()
        }
    }
}

#[derive(ClapArgs)]
pub struct Scan {
    /// Look at every screen, too
    #[arg(long)]
    pub screen: bool,
    /// Print the texts of the codes as they are, secrets too; paths come from standard input if none are given
    #[arg(long, conflicts_with_all = ["screen", "camera"])]
    pub raw: bool,
    /// The same, and say what each text is, or why nothing was read
    #[arg(long, conflicts_with_all = ["screen", "camera"])]
    pub explain: bool,
    /// Pictures to read, or folders of them
    #[arg(required_unless_present_any = ["screen", "camera", "raw", "explain"])]
    pub pictures: Vec<PathBuf>,
    #[command(flatten)]
    pub look: Look,
}

/// Looking through a camera instead.
#[derive(ClapArgs)]
pub struct Look {
    /// List the cameras and look through one, until Ctrl-C
    #[arg(long, conflicts_with = "pictures")]
    pub camera: bool,
    /// End with the first code that is read
    #[arg(long, requires = "camera")]
    pub first: bool,
}

#[derive(ClapArgs)]
pub struct Code {
    /// Part of the issuer or name
    pub query: String,
    /// Copy it to the clipboard, wait, and clear it again
    #[arg(long)]
    pub copy: bool,
    /// The code after the present one; for codes by time
    #[arg(long)]
    pub next: bool,
}

#[derive(ClapArgs)]
pub struct ShowQr {
    /// Part of the issuer or name
    pub query: String,
    /// Write a PNG here instead of drawing in the terminal
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
