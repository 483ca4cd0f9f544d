//! API keys: made, changed and revoked by their owners, checked at every request.
//!
//! [`Keys`] is the service. Each verb has a file; every one takes the [`AccountId`] it acts for, and
//! its selects reach that account's keys only. [`verify`] checks what callers present, from memory
//! where it can; [`watch`] carries changes to the other nodes and closes what is no longer allowed.
//!
//! [`AccountId`]: entity::model::AccountId

mod create;
mod error;
mod fence;
mod gone;
mod list;
mod meter;
mod revoke;
mod rotate;
mod rules;
mod service;
mod switch;
mod token;
mod update;
pub mod verify;
mod view;
mod watch;
mod wrong;

pub(super) use create::create_in;
pub use entity::model::{Grace, KeyStatus};
pub use error::{BadBound, BadField, KeyError};
pub use list::Page;
pub use meter::Agent;
pub use rules::{KeyDraft, KeyEdit, Origins};
pub use service::{Asked, By, Keys, Minted};
pub use token::{PATTERN, PUBLIC_ID_CHARS, Token, TokenError};
pub use verify::{Presented, Refusal};
pub use view::{KeyView, Rotation};
pub use wrong::WRONG_KEYS;
