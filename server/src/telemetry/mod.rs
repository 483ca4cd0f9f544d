//! What is logged, and under which request.

pub mod logging;
pub mod request_id;
