//! What a customer's own pages call.

use super::{Keys, Plans, UsageReads};
use std::sync::Arc;

/// Everything the dashboard calls, as one context value beside [`Ports`](super::Ports).
#[derive(Clone)]
pub struct CustomerPorts {
    /// API keys.
    pub keys: Arc<dyn Keys>,
    /// Usage.
    pub usage: Arc<dyn UsageReads>,
    /// Plans.
    pub plans: Arc<dyn Plans>,
}
