//! The names of keys and channels.
//!
//! What stands in braces decides the slot on a cluster, so the keys of one script share it.

/// The bucket of a subject.
pub fn limit(prefix: &str, subject: impl std::fmt::Display) -> String {
    format!("{prefix}limit:{subject}")
}

/// The order of a ranking.
pub fn board(prefix: &str, board: &str) -> String {
    format!("{prefix}board:{{{board}}}:order")
}

/// The rows of a ranking.
pub fn board_rows(prefix: &str, board: &str) -> String {
    format!("{prefix}board:{{{board}}}:rows")
}

/// An answer of the upstream.
pub fn answer(prefix: &str, question: &str) -> String {
    format!("{prefix}answer:{question}")
}

/// Who fetches an answer.
pub fn fetch(prefix: &str, question: &str) -> String {
    format!("{prefix}fetch:{question}")
}

/// The open sockets and streams of an owner.
pub fn sockets(prefix: &str, owner: &str) -> String {
    format!("{prefix}sockets:{owner}")
}

/// The channel on which it is told that matches or the log moved.
pub fn data_changed(prefix: &str) -> String {
    format!("{prefix}moved")
}

/// The channel on which a newcomer's node asks for a place.
pub fn make_way(prefix: &str) -> String {
    format!("{prefix}make_way")
}

/// The channel on which a node says that silent sockets may make way.
pub fn making_way(prefix: &str) -> String {
    format!("{prefix}making_way")
}

/// The channel on which it is told that a fetch is over.
pub fn fetched(prefix: &str) -> String {
    format!("{prefix}fetched")
}

/// The channel on which nodes tell one another of sockets.
pub fn nodes(prefix: &str) -> String {
    format!("{prefix}nodes")
}
