//! Settings: read once at boot, typed, and refused with one line that names what is wrong.

mod accounts;
mod advice;
mod bind;
mod cache;
mod mail;
mod ops;
mod rate_limit;
mod realtime;
mod redis;
mod secrets;
mod settings;
mod storage;
mod strange;
mod upstream;
mod url;

pub use accounts::{AccountSettings, Admin};
pub use bind::{Bind, is_this_machine, without_port};
pub use cache::Cache;
pub use mail::{MailSettings, smtp_server};
pub use ops::Ops;
pub use rate_limit::RateLimit;
pub use realtime::Realtime;
pub use redis::Redis;
pub use settings::{ConfigError, Setting, Settings, Source};
pub use storage::Storage;
pub use upstream::{Origin, Upstream};
pub use url::without_password;

use crate::{clock::Clock, net::Bounds};

/// Everything that can be set, section by section.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen and how to be reached.
    pub bind: Bind,
    /// How many connections there may be.
    pub connections: Bounds,
    /// Where things are kept.
    pub storage: Storage,
    /// Which sports to follow, and where from.
    pub upstream: Upstream,
    /// How the upstream's answers are kept for the proxy.
    pub cache: Cache,
    /// The application that sockets connect to.
    pub realtime: Realtime,
    /// Redis, where there is one.
    pub redis: Option<Redis>,
    /// How requests are limited.
    pub rate_limit: RateLimit,
    /// The first admin, and the key.
    pub accounts: AccountSettings,
    /// How letters leave, and whom they are from.
    pub mail: MailSettings,
    /// How the service is watched.
    pub ops: Ops,
    /// What time it is.
    pub clock: Clock,
    /// What to say of settings that are none of ours.
    strange: Vec<String>,
}

impl Config {
    /// Type and check the settings.
    pub fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let clock = match settings.text("CLOCK") {
            None => Clock::Real,
            Some(text) => {
                let at = chrono::DateTime::parse_from_rfc3339(&text).map_err(|_| {
                    ConfigError::new(
                        "CLOCK",
                        &text,
                        "write an instant such as 2025-08-08T12:00:00Z",
                    )
                })?;
                Clock::starting_at(at.to_utc())
            }
        };
        let bind = Bind::read(settings)?;
        Ok(Self {
            connections: Bounds::behind(&bind.trusted_proxies),
            bind,
            storage: Storage::read(settings)?,
            upstream: Upstream::read(settings)?,
            cache: Cache::read(settings)?,
            realtime: Realtime::read(settings)?,
            redis: Redis::read(settings)?,
            rate_limit: RateLimit::read(settings)?,
            accounts: AccountSettings::read(settings)?,
            mail: MailSettings::read(settings)?,
            ops: Ops::read(settings)?,
            clock,
            strange: settings.strange().to_vec(),
        })
    }
}
