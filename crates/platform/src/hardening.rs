//! What keeps the memory of this process to itself.

/// No core dumps, and no debugger of the same user. Shells call it first of all.
///
/// On Linux: `PR_SET_DUMPABLE` 0 (also keeps others of the same user from `/proc/PID/mem`) and `RLIMIT_CORE` 0, which
/// children inherit. On other Unixes: `RLIMIT_CORE` 0. On Windows nothing: its crash reports are the user's to turn
/// off. A system that refuses is logged and not an error: the program is no less useful there.
///
/// Side effects on Linux: `/proc/self` then belongs to root, and desktop portals, which look at a caller's `/proc/PID/root`,
/// may refuse calls that this process makes itself; a process of its own that is not hardened can make them.
pub fn harden() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        if let Err(error) = setrlimit(
            Resource::Core,
            Rlimit {
                current: Some(0),
                maximum: Some(0),
            },
        ) {
            log::warn!("core dumps could not be turned off: {error}");
        }
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            log::warn!("the process could not be made undumpable: {error}");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    const CHILD: &str = "COUNTERSIGN_TEST_HARDENED_CHILD";

    /// In a process of its own, as the tests' process shall stay as it is.
    #[test]
    fn a_hardened_process_is_not_dumpable_and_leaves_no_core() {
        if std::env::var_os(CHILD).is_some() {
            super::harden();
            let dumpable = rustix::process::dumpable_behavior().unwrap();
            assert!(matches!(
                dumpable,
                rustix::process::DumpableBehavior::NotDumpable
            ));
            let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
            let core = limits
                .lines()
                .find(|line| line.starts_with("Max core file size"))
                .unwrap();
            assert_eq!(
                core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(),
                ["0", "0"]
            );
            // The camera helper is started from here.
            assert!(std::env::current_exe().unwrap().is_file());
            println!("hardened");
            return;
        }
        let child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "hardening::tests::a_hardened_process_is_not_dumpable_and_leaves_no_core",
                "--nocapture",
            ])
            .env(CHILD, "1")
            .output()
            .unwrap();
        assert!(
            child.status.success(),
            "{}",
            String::from_utf8_lossy(&child.stderr)
        );
        assert!(String::from_utf8_lossy(&child.stdout).contains("hardened"));
    }
}
