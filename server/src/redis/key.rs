//! The names of keys.

/// The bucket of a subject.
pub fn limit(prefix: &str, subject: &str) -> String {
    format!("{prefix}limit:{subject}")
}
