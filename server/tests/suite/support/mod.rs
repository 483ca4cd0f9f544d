pub mod client;
#[path = "../../../upstream/tests/suite/folder.rs"]
pub mod folder;
pub mod ground;
pub mod http;
pub mod process;
pub mod publisher;
pub mod service;
pub mod upstream;

/// Wait until `done` answers, or fail with what was waited for.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    seconds: u64,
    mut done: impl FnMut() -> F,
) -> T {
    let until = tokio::time::Instant::now() + std::time::Duration::from_secs(seconds);
    loop {
        if let Some(found) = done().await {
            return found;
        }
        assert!(tokio::time::Instant::now() < until, "waited {seconds} s for {what}");
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
}
