//! API keys: made, changed and revoked by their owners, checked at every request.
//!
//! [`Keys`] is the service. Each verb has a file; every one takes the [`AccountId`] it acts for, and
//! its selects reach that account's keys only. [`verify`] checks what callers present, from memory
//! where it can; [`revocation`] carries changes to the other nodes and closes what is no longer allowed.
//!
//! [`AccountId`]: entity::model::AccountId

mod create;
mod delete;
mod enable;
mod error;
mod fence;
mod last_used;
mod list;
mod revocation;
mod revoke;
mod rotate;
mod rules;
mod service;
mod summary;
mod token;
mod update;
pub mod verify;
mod wrong;

pub(super) use create::create_in;
pub use entity::model::{Grace, KeyStatus};
pub use error::{BadBound, BadField, KeyError};
pub use last_used::Agent;
pub use list::Page;
pub use rules::{KeyDraft, KeyEdit, Origins};
pub use service::{Asked, ChangedBy, Keys, Minted};
pub use summary::{KeySummary, Rotation};
pub use token::{PATTERN, PUBLIC_ID_CHARS, Token, TokenError};
pub use verify::{AuthError, ClientInfo};
pub use wrong::WRONG_KEYS;
