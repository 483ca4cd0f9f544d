//! The ports together.

use super::{keys::OwnKeys, plans::OwnPlan, usage::OwnUsage};
use crate::service::App;
use app::port::CustomerPorts;
use std::sync::Arc;

/// Everything the dashboard calls.
pub fn ports(app: &App) -> CustomerPorts {
    CustomerPorts {
        keys: Arc::new(OwnKeys(app.clone())),
        usage: Arc::new(OwnUsage(app.clone())),
        plans: Arc::new(OwnPlan(app.clone())),
    }
}
