//! What the upstream said, fetched once for everybody who asks.
//!
//! [`Fetcher`] holds answers in memory, bounded by bytes; identical questions asked at the same time
//! are one call. An answer past its time is still given while a new one is fetched, and where the
//! upstream fails, always with its true age. A failure is remembered for a moment so that it is not
//! asked for again at once, and is never taken for data. [`CallBudget`] guards what live matches
//! need, [`SqlCacheTier`] keeps answers over a restart, [`FetchPeers`] lets several nodes fetch once.
//!
//! What is known of the vendor stands here too: which endpoints there are ([`endpoint`]) and for how
//! long their answers are good ([`ttl`]), which seasons a league has ([`season`]), its tables
//! ([`standings`]) and rankings ([`leaders`]).

mod call_budget;
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

pub use call_budget::{Allowance, BudgetExhausted, CallBudget};
pub use clients::{Clients, DEMONSTRATION_SEED};
pub use error::{AskError, FetchError, ReadError};
pub use fetcher::{Ask, Fetched, Fetcher, Source};
pub use payer::{Payer, Rank, Unlimited};
pub use peers::{FetchPeers, NoPeers, StoredResponse};
pub use policy::Policy;
pub use redis_peers::RedisPeers;
pub use sql_cache::{MAX_ENTRIES, SqlCacheTier};
pub use status::{FeedStatus, Statuses};
