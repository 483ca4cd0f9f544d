//! What may be asked through the proxy: whatever the sport's upstream can be asked.

pub use upstream::sport::endpoint::{Endpoint, FOOTBALL, Pace, all, of};
