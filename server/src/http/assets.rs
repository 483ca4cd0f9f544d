//! The site folder: the browser's half, styles, fonts.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use leptos::config::LeptosOptions;
use std::{collections::HashSet, path::PathBuf, sync::LazyLock};

/// Where the site lies, and what its files are called.
pub fn options() -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("bts-guru")
        .site_root(site_root().display().to_string())
        .site_pkg_dir("pkg")
        .build()
}

/// The site folder: beside the binary, or in the target folder of the repository's root.
fn site_root() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("site")));
    let above =
        std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.parent()?.join("site")));
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    [beside, above, Some(target.join("site")), Some(target.join("release/site"))]
        .into_iter()
        .flatten()
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

/// The files of the site folder by their addresses, as they were when first asked for.
static FILES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let (root, mut files) = (site_root(), HashSet::new());
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inner) = path.strip_prefix(&root) {
                files.insert(format!("/{}", inner.display()));
            }
        }
    }
    files
});

/// Whether a file lies under this path; it costs next to nothing to send.
pub fn is_file(path: &str) -> bool {
    FILES.contains(path)
}

/// Files carry no hash in their name, so a browser asks whether they changed; fonts never do.
pub async fn cache(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let rule = if path.starts_with("/fonts/") {
        "public, max-age=31536000, immutable"
    } else if path.starts_with("/pkg/") || path.ends_with(".svg") {
        "public, no-cache"
    } else {
        "private, no-store"
    };
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(rule));
    response
}
