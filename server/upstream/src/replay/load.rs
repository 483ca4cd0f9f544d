//! Reading a folder of recordings.

use super::{ReplayError, recording::Key};
use bytes::Bytes;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder of recorded answers, by the queries they answer.
#[derive(Debug, Default)]
pub struct Replay {
    reels: BTreeMap<Key, Reel>,
    endpoints: BTreeSet<String>,
    ignored: Vec<Ignored>,
}

/// The answers to one query, in order of file name.
#[derive(Debug, Default)]
struct Reel {
    answers: Vec<Bytes>,
    next: AtomicUsize,
}

/// A file that is no recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Its name.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// What a folder holds, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Each query with how many answers there are to it.
    pub queries: Vec<(String, usize)>,
    /// Files that are no recordings.
    pub ignored: Vec<Ignored>,
}

impl Replay {
    /// Reads every `*.json` of a folder, its subfolders left alone.
    pub fn load(folder: impl AsRef<Path>) -> Result<Replay, ReplayError> {
        let folder = folder.as_ref();
        let mut replay = Replay::default();
        for file in files(folder)
            .map_err(|source| ReplayError::Folder { folder: folder.to_owned(), source })?
        {
            let body = fs::read(&file)
                .map_err(|source| ReplayError::File { file: file.clone(), source })?;
            replay.add(&file.file_name().unwrap_or_default().to_string_lossy(), body.into());
        }
        Ok(replay)
    }

    fn add(&mut self, file: &str, body: Bytes) {
        match Key::of_body(&body) {
            Ok(key) => {
                self.endpoints.insert(key.endpoint.clone());
                self.reels.entry(key).or_default().answers.push(body);
            }
            Err(reason) => self.ignored.push(Ignored { file: file.to_owned(), reason }),
        }
    }

    /// What the folder holds.
    pub fn summary(&self) -> Summary {
        Summary {
            queries: self
                .reels
                .iter()
                .map(|(key, reel)| (key.to_string(), reel.answers.len()))
                .collect(),
            ignored: self.ignored.clone(),
        }
    }

    /// The next answer to a query; the last one once all were given.
    pub(super) fn next(&self, key: &Key) -> Option<Bytes> {
        let reel = self.reels.get(key)?;
        let last = reel.answers.len().checked_sub(1)?;
        let step = |at: usize| (at < last).then_some(at + 1);
        // Both outcomes carry the position before the step, which is the answer to give now.
        let at = match reel.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step) {
            Ok(at) | Err(at) => at,
        };
        reel.answers.get(at).cloned()
    }

    /// The endpoint a path means: the longest end of it that some recording answers.
    pub(super) fn endpoint<'p>(&self, path: &'p str) -> Option<&'p str> {
        ends(path).find(|end| self.endpoints.contains(*end))
    }
}

/// `v3/fixtures/events`, `fixtures/events`, `events`.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    let path = path.trim_matches('/');
    std::iter::successors(Some(path), |path| path.split_once('/').map(|(_, rest)| rest))
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if json && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
