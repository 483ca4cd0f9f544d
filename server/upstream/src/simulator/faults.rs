//! What can go wrong between the upstream and its client, at will.

use super::dice::Dice;
use std::fmt;
use std::str::FromStr;

/// One way an answer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// HTTP 429 with a message.
    TooMany,
    /// HTTP 200 with `errors.rateLimit`.
    RateLimit,
    /// HTTP 500, 502, 503 or the vendor's 499.
    ServerError,
    /// Held back for 10 to 15 s, then answered.
    Hold,
    /// A page of HTML instead of JSON.
    Html,
    /// The body ends in the middle.
    Truncated,
    /// The rows in another order.
    Reordered,
    /// An older answer to the same question.
    Stale,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Fault; 8] = [
        Fault::TooMany,
        Fault::RateLimit,
        Fault::ServerError,
        Fault::Hold,
        Fault::Html,
        Fault::Truncated,
        Fault::Reordered,
        Fault::Stale,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Fault::TooMany => "429",
            Fault::RateLimit => "rate_limit",
            Fault::ServerError => "5xx",
            Fault::Hold => "hold",
            Fault::Html => "html",
            Fault::Truncated => "truncated",
            Fault::Reordered => "reordered",
            Fault::Stale => "stale",
        }
    }
}

/// How often a fault shows when no number is given.
const USUAL: f64 = 0.03;

/// Which faults show, and how often.
///
/// Written `429=0.1,hold,reordered=1`: names with a probability from 0 to 1, 0.03 where none is
/// given. `all` means every fault, `none` (or nothing) no fault; later items win.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    probability: [f64; Fault::ALL.len()],
}

/// Why a list of faults could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultsError {
    /// No fault has that name.
    #[error(
        "there is no fault named `{0}`; use 429, rate_limit, 5xx, hold, html, truncated, reordered, stale, all or none"
    )]
    Unknown(String),
    /// Not a probability.
    #[error(
        "`{value}` is not a probability for the fault `{name}`; give a number from 0 to 1, as in `{name}=0.05`"
    )]
    BadNumber {
        /// The fault.
        name: String,
        /// What was given.
        value: String,
    },
}

impl Faults {
    /// Nothing goes wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// The probability that `fault` befalls a call.
    pub const fn probability(&self, fault: Fault) -> f64 {
        self.probability[fault as usize]
    }

    /// The fault that befalls call number `call`, if any; the order of calls does not matter.
    ///
    /// Faults do not meet in one answer. Their probabilities add up and are scaled down when they pass 1.
    pub(super) fn draw(&self, seed: u64, call: u64) -> Option<Fault> {
        let sum: f64 = self.probability.iter().sum();
        let mut left = Dice::of(seed, &[90, call]).fraction() * sum.max(1.0);
        Fault::ALL.into_iter().find(|fault| {
            left -= self.probability(*fault);
            left < 0.0
        })
    }
}

impl FromStr for Faults {
    type Err = FaultsError;

    fn from_str(text: &str) -> Result<Self, FaultsError> {
        let mut faults = Self::none();
        for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            let (name, value) = item
                .split_once('=')
                .map_or((item, None), |(name, value)| (name.trim(), Some(value.trim())));
            let probability = value.map_or(Ok(USUAL), |value| match value.parse::<f64>() {
                Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
                Ok(_) | Err(_) => {
                    Err(FaultsError::BadNumber { name: name.to_owned(), value: value.to_owned() })
                }
            })?;
            match name {
                "all" => faults.probability = [probability; Fault::ALL.len()],
                "none" => faults.probability = [0.0; Fault::ALL.len()],
                _ => {
                    let fault = Fault::ALL.into_iter().find(|fault| fault.name() == name);
                    let fault = fault.ok_or_else(|| FaultsError::Unknown(name.to_owned()))?;
                    faults.probability[fault as usize] = probability;
                }
            }
        }
        Ok(faults)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<String> = Fault::ALL
            .into_iter()
            .filter(|fault| self.probability(*fault) > 0.0)
            .map(|fault| format!("{}={}", fault.name(), self.probability(fault)))
            .collect();
        if shown.is_empty() { f.write_str("none") } else { f.write_str(&shown.join(",")) }
    }
}
