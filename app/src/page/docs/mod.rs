//! `/docs` and all below it: texts that the server draws, in the frame of every page.

mod key;
mod load;
mod script;
mod view;

pub(crate) use key::keep as keep_key;
pub use view::DocsView;
