//! The ports together.

use super::{keys::OwnKeys, plans::OwnPlan, usage::OwnUsage};
use crate::{app::AppState, audit::Origin};
use app::port::CustomerPorts;
use std::{net::IpAddr, sync::Arc};

/// Everything the dashboard calls, for somebody who comes from there.
pub fn ports(app: &AppState, from: Option<(IpAddr, Origin)>) -> CustomerPorts {
    CustomerPorts {
        keys: Arc::new(OwnKeys::new(app, from)),
        usage: Arc::new(OwnUsage(app.clone())),
        plans: Arc::new(OwnPlan(app.clone())),
    }
}
