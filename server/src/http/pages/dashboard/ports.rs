//! The ports together.

use super::{keys::OwnKeys, plans::OwnPlan, usage::OwnUsage};
use crate::{app::AppState, audit::Origin};
use app::port::CustomerPorts;
use std::sync::Arc;

/// Everything the dashboard calls, for somebody who comes from there.
pub fn ports(app: &AppState, origin: Origin) -> CustomerPorts {
    CustomerPorts {
        keys: Arc::new(OwnKeys(app.clone(), origin)),
        usage: Arc::new(OwnUsage(app.clone())),
        plans: Arc::new(OwnPlan(app.clone())),
    }
}
