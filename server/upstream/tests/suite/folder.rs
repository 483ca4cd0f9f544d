//! The folder of recorded answers, which is no part of the repository; other crates' tests take
//! this file in as well.

use std::{
    cell::Cell,
    io::Write,
    path::{Path, PathBuf},
};

/// The folder that `BTS_RECORDINGS` names, or else the one found above this crate.
///
/// Where there is none a test has nothing to read and is passed over. On a developer's machine it
/// says so to those who ask for its output; where every test is meant to run (`CI` is set) it says
/// so to everybody, by a line that no harness holds back.
pub fn recordings() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("BTS_RECORDINGS").filter(|named| !named.is_empty()) {
        let folder = PathBuf::from(named);
        assert!(folder.is_dir(), "BTS_RECORDINGS={} is no folder", folder.display());
        return Some(folder);
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        here.ancestors().map(|it| it.join("shared/data/upstream")).find(|folder| folder.is_dir());
    if found.is_none() {
        passed_over();
    }
    found
}

/// Once a test, as each has a thread of its own, named after it.
fn passed_over() {
    thread_local!(static SAID: Cell<bool> = const { Cell::new(false) });
    if SAID.replace(true) {
        return;
    }
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line =
        format!("skipped: {test} (no recorded answers here; BTS_RECORDINGS names their folder)");
    if std::env::var_os("CI").is_some() {
        drop(writeln!(std::io::stderr(), "{line}"));
    } else {
        println!("{line}");
    }
}
