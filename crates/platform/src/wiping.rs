//! Every piece of the heap is wiped when it is given back, whoever had it.
//!
//! Names and codes pass through code that is not ours: JSON and channels on their way to the page, glib and the menu of
//! the tray, WebKit's side of this process. Each makes copies and frees them as they are, and what is freed stays
//! legible until something else happens to lie there. So this executable brings its own `free` and `realloc`, which wipe
//! and then hand on to glibc's: the dynamic linker prefers them for every library of the process.
//!
//! Linux with glibc only. Elsewhere freed memory stays as it was.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_void};

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn malloc_usable_size(block: *mut c_void) -> usize;
    fn __libc_free(block: *mut c_void);
    fn secure_getenv(name: *const c_char) -> *mut c_char;
    fn explicit_bzero(block: *mut c_void, size: usize);
}

/// `M_MMAP_THRESHOLD` is never above this (mallopt(3)): a larger block is a mapping of its own, whose pages the kernel
/// takes back at once.
const ALWAYS_MAPPED: usize = 32 << 20;

/// The C library's `getenv`, which says `Malloc=1` besides: WebKit's side of this process takes its memory from `malloc`
/// then, and not from an allocator of its own that wipes nothing. It asks before `main` begins, and so the environment
/// itself cannot say it. What this process starts has the environment as it is.
///
/// # Safety
/// As getenv(3) has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getenv(name: *const c_char) -> *mut c_char {
    // SAFETY: the name is a C string, as getenv(3) asks for. `secure_getenv` is the same in all programs that are not
    // setuid, and those must not be given an environment anyhow.
    unsafe {
        if CStr::from_ptr(name) == c"Malloc" {
            return c"1".as_ptr().cast_mut();
        }
        secure_getenv(name)
    }
}

/// The C library's `free`, which wipes first.
///
/// # Safety
/// As free(3) has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: the block came from this allocator, as free(3) asks for; all of its usable size is the caller's to write.
    unsafe {
        let size = malloc_usable_size(block);
        if size <= ALWAYS_MAPPED {
            explicit_bzero(block, size);
        }
        __libc_free(block);
    }
}

/// The C library's `realloc`, which leaves nothing behind where a block moves.
///
/// # Safety
/// As realloc(3) has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn realloc(block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: as in realloc(3): the block is of this allocator or null, and no longer used when another is answered.
    unsafe {
        if block.is_null() {
            return malloc(size);
        }
        if size == 0 {
            free(block);
            return std::ptr::null_mut();
        }
        let old = malloc_usable_size(block);
        // It fits, and not much of it is wasted.
        if size <= old && size >= old / 2 {
            return block;
        }
        let new = malloc(size);
        if !new.is_null() {
            std::ptr::copy_nonoverlapping(block.cast::<u8>(), new.cast::<u8>(), old.min(size));
            free(block);
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what lies at a place that was given back. Only the first two words are the allocator's own.
    fn left_behind(give_back: impl FnOnce(*mut u8)) -> Vec<u8> {
        const SIZE: usize = 600;
        // SAFETY: the block is read after it was freed, which is the question; nothing else runs on this arena meanwhile
        // that would unmap it.
        unsafe {
            let block = malloc(SIZE).cast::<u8>();
            assert!(!block.is_null());
            std::ptr::write_bytes(block, 0x5a, SIZE);
            let copy = std::hint::black_box(block);
            give_back(block);
            (32..SIZE)
                .map(|at| std::ptr::read_volatile(copy.add(at)))
                .collect()
        }
    }

    #[test]
    fn what_is_freed_or_moved_is_wiped() {
        // SAFETY: these are malloc's blocks, each given back once.
        let freed = left_behind(|block| unsafe { free(block.cast()) });
        assert!(freed.iter().all(|byte| *byte != 0x5a));
        let moved = left_behind(|block| unsafe {
            let new = realloc(block.cast(), 6000).cast::<u8>();
            assert!(
                (0..600).all(|at| *new.add(at) == 0x5a),
                "the content moves along"
            );
            free(new.cast());
        });
        assert!(moved.iter().all(|byte| *byte != 0x5a));
        // The control: glibc's own leaves it.
        let kept = left_behind(|block| unsafe { __libc_free(block.cast()) });
        assert!(kept.contains(&0x5a));
    }

    #[test]
    fn vectors_that_grow_and_go_leave_nothing() {
        let mut text = Vec::with_capacity(300);
        text.extend_from_slice(&[0x5a_u8; 300]);
        let place = std::hint::black_box(text.as_ptr());
        text.reserve(30_000);
        assert!(text.iter().all(|byte| *byte == 0x5a));
        // SAFETY: as above.
        let left =
            (32..300).filter(|at| unsafe { std::ptr::read_volatile(place.add(*at)) } == 0x5a);
        assert_eq!(left.count(), 0);
    }
}
