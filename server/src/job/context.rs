//! What a job may use.

use super::{FolderMailer, Mailer};
use crate::{
    clock::Clock,
    config::Config,
    queue::Queue,
    store::{Database, log::Log},
};
use std::sync::Arc;

/// Everything a job may touch: less than a request may.
pub struct Context {
    /// The service's time, by which matches go.
    pub clock: Clock,
    /// The database.
    pub database: Database,
    /// The log of changes.
    pub log: Log,
    /// The queue itself.
    pub queue: Queue,
    /// The way mails go out.
    pub mailer: Arc<dyn Mailer>,
}

impl Context {
    /// What the configuration asks for. Mails go into the data folder.
    pub fn new(config: &Config, database: Database, log: Log, queue: Queue) -> Self {
        let mailer = Arc::new(FolderMailer::new(config.storage.data_dir.join("mail")));
        Self { clock: config.clock, database, log, queue, mailer }
    }
}
