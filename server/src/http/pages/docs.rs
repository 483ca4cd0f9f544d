//! The pages' port to the documentation.

use crate::{app::AppState, http::docs};
use app::port::{Article, Docs, DocsPage};

/// The texts, filled with what this installation is.
pub struct Texts(pub AppState);

impl Docs for Texts {
    fn article(&self, page: DocsPage) -> Article {
        docs::article(page, &self.0)
    }
}
