//! Redis: the connections, and every key, script and channel in one place.
//!
//! | key | type | is | lives |
//! |---|---|---|---|
//! | `{prefix}limit:{subject}` | hash `o`, `a`, `y`, `n` | a bucket: owed, reckoned at, UTC day, requests of that day; see [`crate::limits::Bucket`] | until it is full and its day is over |
//! | `{prefix}limit:door:{kind}:{mark}` | the same | tries at the door, by a mark that only the application's key can make; see `accounts/throttle` | until it is full |
//! | `{prefix}board:{board}:order` | sorted set | a ranking: score is the value, negative so that the best is first; member is `{place in the answer}:{player}` | two days after it was made |
//! | `{prefix}board:{board}:rows` | hash | its rows as JSON by member, `as_of` in milliseconds, `count` of rows | as long as its order |
//! | `{prefix}answer:{sport}/{query}` | string | an answer of the upstream, packed; see `gateway/codec.rs` | as long as it is fresh |
//! | `{prefix}fetch:{sport}/{query}` | string | the token of the process that fetches it | 6 s, and longer while the fetch goes on |
//! | `{prefix}sockets:{owner}` | hash, a field a node and share | `count stamp until`: sockets and streams open there; see [`crate::realtime::ConnectionLimiter`] | 30 s, stated anew every 10 |
//!
//! | script | keys | does |
//! |---|---|---|
//! | `limit.lua` | one `limit` | charges or refunds one request under both policies, by Redis's own clock |
//! | `board_put.lua` | `order` and `rows` of one board | puts a ranking in place of the one before, unless that is newer |
//! | `board_top.lua` | the same | reads the first rows |
//! | `claim.lua` | one `fetch` | keeps a claim for longer or deletes it, if it is still one's own |
//! | `sockets.lua` | one `sockets` | states a node's count of a share, refuses what would be more than the plan has, and says which share has to leave a place |
//!
//! | channel | message | says |
//! |---|---|---|
//! | `{prefix}moved` | empty | something was taken in: the database has a change, a first sight or a confirmation to read |
//! | `{prefix}fetched` | `{sport}/{query}` | the fetch of that answer is over |
//! | `{prefix}make_way` | the owner or share, and who leaves a place: `node share open` | a newcomer found all its places taken: silent sockets are asked, and make way; where none is silent, the oldest of that share does |
//! | `{prefix}making_way` | the owner or share | sockets of it on some node have not answered yet: they may make way |
//! | `{prefix}nodes` | JSON: `node`, `kind` and what the kind needs | what nodes say to one another of sockets: events of publishers and clients, listeners and members of channels, users to send away; see [`crate::realtime::Nodes`] |
//!
//! `REDIS_CACHE_DB` holds `limit`, `board`, `answer` and `fetch`; `REDIS_REVERB_DB` holds `sockets`.
//! Channels know no database. A board's name is in braces in its keys, `board:{…}:order`, so that
//! both lie in one slot; every other script touches one key, and all of them run on a cluster.

mod backoff;
mod bus;
mod connection;
mod context;
pub mod key;
mod notifier;
pub mod script;
mod subscription;
#[cfg(test)]
pub mod testing;

pub use backoff::Health;
pub use bus::{Bus, Word};
pub use connection::{Connection, RedisUnavailable};
pub use context::RedisContext;
pub use notifier::{Leaver, Notifier, Signal, Wanted};
pub use redis::Script;
