//! The ports together.

use super::{keys::KeysPort, plans::PlanPort, usage::UsagePort};
use crate::{app::AppState, audit::Origin};
use app::port::CustomerPorts;
use std::{net::IpAddr, sync::Arc};

/// Everything the dashboard calls, for somebody who comes from there.
pub fn ports(app: &AppState, from: Option<(IpAddr, Origin)>) -> CustomerPorts {
    CustomerPorts {
        keys: Arc::new(KeysPort::new(app, from)),
        usage: Arc::new(UsagePort(app.clone())),
        plans: Arc::new(PlanPort(app.clone())),
    }
}
