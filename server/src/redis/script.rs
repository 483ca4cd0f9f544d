//! The scripts.

use redis::Script;

/// Charges or refunds a bucket; see `limit.lua`.
pub fn limit() -> Script {
    Script::new(include_str!("limit.lua"))
}

/// Puts a ranking in place of the one before; see `board_put.lua`.
pub fn board_put() -> Script {
    Script::new(include_str!("board_put.lua"))
}

/// Reads the top of a ranking; see `board_top.lua`.
pub fn board_top() -> Script {
    Script::new(include_str!("board_top.lua"))
}

/// Keeps a claim or gives it back; see `claim.lua`.
pub fn claim() -> Script {
    Script::new(include_str!("claim.lua"))
}

/// States how many sockets an owner has here, and asks for one more; see `sockets.lua`.
pub fn sockets() -> Script {
    Script::new(include_str!("sockets.lua"))
}
