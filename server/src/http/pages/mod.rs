//! What pages ask: the app's ports, answered by the service.

pub mod accounts;
pub mod dashboard;
pub mod docs;
pub mod league;
pub mod router;
pub mod scores;
pub mod status;
