//! `user:*`: accounts.

mod change;
mod create;
mod list;
mod show;

pub(super) use change::{Delete, Disable, Named, Plan, SetRole};
pub(super) use change::{
    delete, disable, enable, plan, promote, role, sessions_end, two_factor_off,
};
pub(super) use create::{Create, create};
pub(super) use list::{List, list};
pub(super) use show::{Show, show};

/// An address as accounts have it.
pub(super) fn address(typed: &str) -> String {
    typed.trim().to_lowercase()
}
