//! What stands around every page.

mod footer;
mod header;
mod keys;

pub use footer::Footer;
pub use header::Header;
pub use keys::KeyHelp;
