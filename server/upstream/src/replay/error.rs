//! Why a folder cannot be replayed.

use std::{io, path::PathBuf};
use thiserror::Error;

/// The folder cannot be replayed at all; single files that are no recordings never cause this.
#[derive(Debug, Error)]
pub enum ReplayError {
    /// The folder is missing or may not be read.
    #[error("the recordings in {} cannot be listed: {source}", folder.display())]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the folder may not be read.
    #[error("the recording {} cannot be read: {source}", file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
