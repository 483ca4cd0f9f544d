//! What stands around every page.

mod account;
mod footer;
mod header;
mod keys;

pub use account::AccountMenu;
pub use footer::Footer;
pub use header::Header;
pub use keys::KeyHelp;
