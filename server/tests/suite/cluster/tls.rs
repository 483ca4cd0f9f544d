//! Redis behind TLS: its certificate is checked against the authority that is named.

use crate::{
    servers,
    support::{
        eventually,
        process::{OwnRedis, free_port},
        service::service,
    },
};
use std::{path::Path, process::Command};

/// Run openssl in a folder; `false` where there is none.
fn openssl(folder: &Path, arguments: &str) -> bool {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output();
    output.is_ok_and(|output| output.status.success())
}

/// An authority `ca.pem`, and a certificate of this machine that it signed.
fn certificates(folder: &Path) -> bool {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    std::fs::write(folder.join("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n").unwrap();
    openssl(folder, &format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=tests"))
        && openssl(folder, &format!("req {key} -keyout key.pem -out one.csr -subj /CN=localhost"))
        && openssl(
            folder,
            "x509 -req -in one.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days 2 \
             -extfile names",
        )
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_is_reached_by_tls_when_its_certificate_is_good() {
    let folder = tempfile::tempdir().unwrap();
    if !certificates(folder.path()) {
        return servers::missing("there is no openssl to make a certificate");
    }
    let (port, plain) = (free_port(), free_port());
    let Some(_redis) = OwnRedis::start_tls(plain, port, folder.path()) else {
        return servers::missing("there is no redis-server to start");
    };
    let url = format!("rediss://127.0.0.1:{port}");
    let ca = folder.path().join("ca.pem").display().to_string();
    eventually("Redis to listen", 10, || async {
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
    })
    .await;
    let start = || service().with("API_RATE_LIMIT_ENABLED", "true").with("REDIS_URL", &url);
    let trusting = start().with("REDIS_CA_FILE", &ca).start().await;
    assert!(!trusting.app.limits.is_falling_back());
    assert_eq!(trusting.http.get("/api/v1/sports").await.status, 200);
    let notifier = trusting.app.notifier.clone().unwrap();
    eventually("signals to be heard", 10, || async { notifier.is_listening().then_some(()) }).await;
    trusting.stop().await;
    // An authority that nobody named is not taken at its word.
    let doubting = start().start().await;
    assert!(doubting.app.limits.is_falling_back());
    doubting.stop().await;
}
