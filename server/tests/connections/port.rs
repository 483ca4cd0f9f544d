//! A port of its own for sockets.

use crate::support::{Site, Socket, all, connect, request};

#[tokio::test(flavor = "multi_thread")]
async fn the_port_for_sockets_serves_sockets_and_nothing_else() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let site = Site::start(|config| config.realtime.port = Some(port)).await;
    let mut address = site.address();
    address.set_port(port);
    for path in ["/", "/login", "/metrics", "/readyz", "/docs/api", "/api/v1/sports", "/fn/theme"] {
        let mut stream = connect("127.0.0.1", address, None).await;
        request(&mut stream, path, "Connection: close\r\n").await;
        let answer = all(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(answer.contains("application/problem+json"), "{path}: {answer}");
    }
    let stream = connect("127.0.0.1", address, None).await;
    Socket::open(stream, address, "bts-guru", &[]).await.welcomed().await;
    assert!(site.ask("/livez", "127.0.0.1").await.starts_with("HTTP/1.1 200"));
    site.running.stop().await;
}
