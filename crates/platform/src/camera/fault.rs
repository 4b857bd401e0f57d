//! Which fault an error is.

use app::ports::CameraError;

/// By the system's error number; `None` when that says nothing in particular.
#[cfg(unix)]
fn by_number(number: i32) -> Option<CameraError> {
    use rustix::io::Errno;
    match Errno::from_raw_os_error(number) {
        Errno::BUSY => Some(CameraError::Busy),
        Errno::ACCESS | Errno::PERM => Some(CameraError::Forbidden),
        Errno::NODEV | Errno::NXIO | Errno::NOENT => Some(CameraError::Unplugged),
        _ => None,
    }
}

#[cfg(not(unix))]
fn by_number(_: i32) -> Option<CameraError> {
    None
}

/// The fault of an error of the operating system.
#[cfg(target_os = "linux")]
pub(super) fn of_io(error: &std::io::Error) -> CameraError {
    error
        .raw_os_error()
        .and_then(by_number)
        .unwrap_or_else(|| CameraError::Failed(error.to_string()))
}

/// Words that systems use, in small letters, where the capture library hands on nothing else. The numbers are Media
/// Foundation's: `E_ACCESSDENIED`, `MF_E_HW_MFT_FAILED_START_STREAMING`, `MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED`,
/// `MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED`.
const WORDS: &[(&str, CameraError)] = &[
    ("resource busy", CameraError::Busy),
    ("in use by another", CameraError::Busy),
    ("0xc00d3704", CameraError::Busy),
    ("0xc00d3ea3", CameraError::Busy),
    ("permission denied", CameraError::Forbidden),
    ("not authorized", CameraError::Forbidden),
    ("access is denied", CameraError::Forbidden),
    ("0x80070005", CameraError::Forbidden),
    ("no such device", CameraError::Unplugged),
    ("0xc00d3ea2", CameraError::Unplugged),
];

/// The fault of an error that is told in words only, as nokhwa's are.
pub(super) fn of_words(words: &str) -> CameraError {
    let small = words.to_lowercase();
    let number = small
        .rsplit_once("(os error ")
        .and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    number
        .and_then(by_number)
        .or_else(|| {
            WORDS
                .iter()
                .find(|(needle, _)| small.contains(needle))
                .map(|(_, fault)| fault.clone())
        })
        .unwrap_or_else(|| CameraError::Failed(words.to_owned()))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn texts_of_nokhwa_become_faults() {
        let device = |number| std::io::Error::from_raw_os_error(number).to_string();
        assert_eq!(
            of_words(&format!("Could not open device stream: {}", device(16))),
            CameraError::Busy
        );
        assert_eq!(
            of_words(&format!(
                "Could not open device 0: V4L2 Error: {}",
                device(13)
            )),
            CameraError::Forbidden
        );
        assert_eq!(
            of_words(&format!("Could not capture frame: {}", device(19))),
            CameraError::Unplugged
        );
        assert_eq!(
            of_words("the camera is in use by another app"),
            CameraError::Busy
        );
        assert_eq!(of_words("HRESULT 0xC00D3EA2"), CameraError::Unplugged);
        let other = format!("Could not capture frame: {}", device(22));
        assert_eq!(of_words(&other), CameraError::Failed(other.clone()));
    }

    #[test]
    fn errors_of_the_system_become_faults() {
        let of = |number| of_io(&std::io::Error::from_raw_os_error(number));
        assert_eq!(
            (of(16), of(13), of(19)),
            (
                CameraError::Busy,
                CameraError::Forbidden,
                CameraError::Unplugged
            )
        );
        assert!(matches!(of(5), CameraError::Failed(_)));
    }
}
