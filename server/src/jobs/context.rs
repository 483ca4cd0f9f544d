//! What a job may use.

use crate::{
    clock::Clock,
    mail::Mailer,
    queue::Queue,
    realtime::Receiver,
    store::{Database, log::Log},
};

/// Everything a job may touch: less than a request may.
pub struct Context {
    /// The service's time, by which matches go.
    pub clock: Clock,
    pub database: Database,
    /// The log of changes.
    pub log: Log,
    /// The queue itself.
    pub queue: Queue,
    /// The way mails leave.
    pub mailer: Mailer,
    /// How the outside reaches the service, for links in letters that nobody asked for.
    pub app_url: String,
    /// Who is told by webhooks, where somebody is.
    pub webhooks: Option<Receiver>,
}
