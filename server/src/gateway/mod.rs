//! What the upstream said, fetched once for everybody who asks.
//!
//! [`Fetcher`] holds answers in memory, bounded by bytes; identical questions asked at the same time
//! are one call. An answer past its time is still given while a new one is fetched, and where the
//! upstream fails, always with its true age. A failure is remembered for a moment so that it is not
//! asked for again at once, and is never taken for data. [`Allowances`] guards what live matches
//! need, [`Shelf`] keeps answers over a restart, [`Peers`] lets several nodes fetch once.
//!
//! What is known of the vendor stands here too: which endpoints there are ([`endpoint`]) and for how
//! long their answers are good ([`ttl`]), which seasons a league has ([`season`]), its tables
//! ([`standings`]) and rankings ([`leaders`]).

mod allowance;
mod clients;
mod codec;
pub mod endpoint;
mod error;
mod fetcher;
pub mod leaderboard;
pub mod leaders;
mod payer;
mod peers;
mod policy;
mod redis_peers;
pub mod season;
mod sql_cache;
pub mod standings;
pub mod status;
pub mod ttl;

pub use allowance::{Allowance, Allowances, Short};
pub use clients::{Clients, DEMONSTRATION_SEED};
pub use error::{AskError, Fault, ReadError};
pub use fetcher::{Ask, Fetched, Fetcher, Source};
pub use payer::{Payer, Rank, Unlimited};
pub use peers::{Alone, Kept, Peers};
pub use policy::Policy;
pub use redis_peers::Together;
pub use sql_cache::{MOST_KEPT, Shelf};
pub use status::{FeedStatus, Statuses};
