//! What every page knows of the installation it runs in.

use super::PlanRow;
#[cfg(feature = "ssr")]
use super::{Accounts, Docs, Scores, Service};
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// The installation, as far as a browser may know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The data comes from the simulator, and pages say so.
    pub demonstration: bool,
    /// The first-party key of the realtime socket.
    pub socket_key: String,
    /// The socket's own host; `None` where it is the page's.
    pub socket_host: Option<String>,
    /// The socket's own port; `None` where it shares the page's.
    pub socket_port: Option<u16>,
    /// Where letters are kept when there is no mail server.
    pub mail_folder: Option<String>,
    /// The public address, without a slash at the end: `http://127.0.0.1:8000`.
    pub app_url: String,
    /// What the free plan has; `None` where there is no such plan.
    pub free: Option<PlanRow>,
}

/// Everything the pages call, as one context value.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct Ports {
    /// Matches and their changes.
    pub scores: Arc<dyn Scores>,
    /// The state of the service.
    pub service: Arc<dyn Service>,
    /// Accounts.
    pub accounts: Arc<dyn Accounts>,
    /// The documentation.
    pub docs: Arc<dyn Docs>,
    /// The installation.
    pub site: Site,
}
