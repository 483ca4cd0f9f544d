//! Folders and files for our eyes only: they hold keys, hashes and letters with links.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// What of ours lies in a data folder.
const OURS: [&str; 3] = ["app.key", "bts-guru.sqlite", "mail"];

/// Make a folder that only this user may enter. One that is there and was made by an earlier version
/// is closed to others as well; any other, such as `/tmp`, stays as its owner wants it.
pub fn folder(path: &Path) -> io::Result<()> {
    if !path.exists() {
        return fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    }
    let mode = fs::metadata(path)?.permissions().mode();
    let shared = mode & 0o1000 != 0;
    if mode & 0o077 != 0 && !shared && OURS.iter().any(|name| path.join(name).exists()) {
        close(path, 0o700);
    }
    Ok(())
}

/// Make an SQLite file that only this user may read; what SQLite puts beside it is made alike.
pub fn database(path: &Path) -> io::Result<()> {
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    for ending in ["", "-wal", "-shm", "-poll"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let path = PathBuf::from(name);
        if fs::metadata(&path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0) {
            close(&path, 0o600);
        }
    }
    Ok(())
}

/// It may belong to somebody else, who lets us use it; then it is theirs to close.
fn close(path: &Path, mode: u32) {
    if let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
        tracing::warn!(%error, path = %path.display(), "others on this machine may read this");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("is there").permissions().mode() & 0o777
    }

    #[test]
    fn a_folder_that_is_not_ours_stays_as_it_is() {
        let outer = tempfile::tempdir().expect("makes a folder");
        let shared = outer.path().join("shared");
        fs::create_dir(&shared).expect("makes one");
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o755)).expect("is set");
        folder(&shared).expect("is taken");
        assert_eq!(mode(&shared), 0o755);
        fs::write(shared.join("app.key"), "x").expect("is written");
        folder(&shared).expect("is taken");
        assert_eq!(mode(&shared), 0o700);
        let fresh = outer.path().join("a/b");
        folder(&fresh).expect("is made");
        assert_eq!(mode(&fresh), 0o700);
    }

    #[test]
    fn a_database_of_an_earlier_version_is_closed_to_others() {
        let folder = tempfile::tempdir().expect("makes a folder");
        let path = folder.path().join("x.sqlite");
        database(&path).expect("is made");
        assert_eq!(mode(&path), 0o600);
        let log = folder.path().join("x.sqlite-wal");
        for path in [&path, &log] {
            fs::write(path, "").expect("is written");
            fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("is set");
        }
        database(&path).expect("is closed");
        assert_eq!((mode(&path), mode(&log)), (0o600, 0o600));
    }
}
