//! Links, out of `/proc/self/cmdline`.

use std::fs::{File, OpenOptions, read_to_string};
use std::io;
use std::os::unix::fs::FileExt;

use zeroize::Zeroizing;

use super::is_link;

/// Command lines may be as long as 2 MiB; ours are not.
const MOST: u64 = 2 << 20;

/// Overwrites every link on this process's command line with zeros.
pub(super) fn links() -> io::Result<()> {
    let (start, end) = area(&read_to_string("/proc/self/stat")?).ok_or(io::ErrorKind::Other)?;
    let length = end.saturating_sub(start).min(MOST);
    let memory: File = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/proc/self/mem")?;
    let length = usize::try_from(length).map_err(|_| io::ErrorKind::Other)?;
    let mut line = Zeroizing::new(vec![0; length]);
    memory.read_exact_at(&mut line, start)?;
    let mut at = start;
    for argument in line.split(|byte| *byte == 0) {
        if is_link(&String::from_utf8_lossy(argument)) {
            memory.write_all_at(&vec![0; argument.len()], at)?;
        }
        at += argument.len() as u64 + 1;
    }
    Ok(())
}

/// Where the command line lies in memory: fields 48 and 49 of proc_pid_stat(5). The second field is a name in brackets
/// that may hold anything, so that counting begins after its end.
fn area(stat: &str) -> Option<(u64, u64)> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(48 - 3);
    let start = fields.next()?.parse().ok()?;
    let end = fields.next()?.parse().ok()?;
    (start > 0 && start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_of_this_process_is_found() {
        let stat = read_to_string("/proc/self/stat").unwrap();
        let (start, end) = area(&stat).unwrap();
        let line = std::fs::read("/proc/self/cmdline").unwrap();
        assert_eq!(end - start, line.len() as u64);
    }
}
