//! What tests against a real Redis share.

use super::Connection;
use redis::IntoConnectionInfo;
use std::sync::Arc;

/// The tests' Redis and a prefix nobody else has; without one, say so.
pub async fn link() -> Option<(Connection, Arc<str>)> {
    let link = link_to(&crate::servers::redis().await?).await;
    assert!(link.is_up(), "Redis answers and there is no link to it");
    Some((link, format!("test:{:x}:", rand::random::<u64>()).into()))
}

/// A link to some Redis.
pub async fn link_to(url: &str) -> Connection {
    Connection::open(url.into_connection_info().expect("is an address")).await
}

/// Delete everything under a prefix.
pub async fn forget(link: &Connection, prefix: &str) {
    let pattern = format!("{prefix}*");
    let keys: Vec<String> = link
        .run(async move |mut on| redis::cmd("KEYS").arg(pattern).query_async(&mut on).await)
        .await
        .expect("answers");
    if !keys.is_empty() {
        let _: i64 = link
            .run(async move |mut on| redis::cmd("DEL").arg(keys).query_async(&mut on).await)
            .await
            .expect("answers");
    }
}

/// A port nobody listens on just now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
    listener.local_addr().expect("has an address").port()
}
