//! What somebody may do beside being a customer.

use std::{fmt, str::FromStr};

/// A role. Each may all that the one before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Uses the service.
    Customer,
    /// Sees how it does.
    Viewer,
    /// Acts on queues, keys and accounts.
    Operator,
    /// Gives roles and plans.
    Admin,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Viewer, Self::Operator, Self::Admin];

    /// Of an account of which only is known whether it looks after the service.
    pub const fn of(is_admin: bool) -> Self {
        if is_admin { Self::Admin } else { Self::Customer }
    }

    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|role| role.as_str() == word);
        known.ok_or_else(|| "there are customer, viewer, operator and admin".to_owned())
    }
}
