//! Limits of requests.

use super::{ConfigError, Settings};

/// What `.env.example` says, which leaves every plan as its row has it.
const SHIPPED: (u32, u32) = (60, 60);

/// How requests are limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Off lets everything through, and says nothing of limits.
    pub enabled: bool,
    /// Requests a window for the plan `free`; `anonymous` has half.
    pub requests: u32,
    /// The window's length in seconds.
    pub seconds: u32,
    /// Pages a minute for one address; twice as many at once.
    pub pages: u32,
    /// Processes that share limits through Redis: each admits its share while Redis is away.
    pub nodes: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { enabled: true, requests: SHIPPED.0, seconds: SHIPPED.1, pages: 120, nodes: 2 }
    }
}

impl RateLimit {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let within = |name: &str, most: u32| {
            let mend = format!("write a number from 1 to {most}");
            let value: u32 = settings.require(name, &mend)?;
            if (1..=most).contains(&value) {
                Ok(value)
            } else {
                Err(ConfigError::new(name, &value.to_string(), mend))
            }
        };
        Ok(Self {
            enabled: settings.require("API_RATE_LIMIT_ENABLED", "write true or false")?,
            requests: within("API_RATE_LIMIT", 2_000_000)?,
            seconds: within("API_RATE_LIMIT_DURATION", 3_600)?,
            pages: within("PAGE_RATE_LIMIT", 2_000_000)?,
            nodes: within("API_RATE_LIMIT_NODES", 10_000)?,
        })
    }

    /// Whether the settings were changed and stand in for the plans' rows.
    pub fn overrides(&self) -> bool {
        (self.requests, self.seconds) != SHIPPED
    }
}
