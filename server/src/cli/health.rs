//! `health`

use super::{CliError, output};
use crate::config::Config;
use serde_json::Value;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// `/readyz` waits for a database that is cut off, but not as long as this.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) async fn run(config: Config) -> Result<(), CliError> {
    let mut address = config.bind.address;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let answer = timeout(ANSWER_TIMEOUT, ask(address)).await;
    match answer {
        Ok(Ok(text)) if text.starts_with("HTTP/1.1 200") => output::line("ready"),
        Ok(Ok(text)) => {
            let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            Err(CliError::Failed(format!("not ready: {}", why(body))))
        }
        Ok(Err(error)) => Err(CliError::Failed(format!("nothing answers at {address}: {error}"))),
        Err(_) => Err(CliError::Failed(format!("no answer from {address} within 5 s"))),
    }
}

/// What stands in the way, in a word or two; all that was answered where it does not say.
fn why(body: &str) -> String {
    let report: Value = serde_json::from_str(body).unwrap_or_default();
    let mut faults = Vec::new();
    if report["database"] == "failing" {
        faults.push("the database does not answer");
    }
    if report["draining"] == true {
        faults.push("the service is stopping");
    }
    if faults.is_empty() { body.trim().to_owned() } else { faults.join(", and ") }
}

async fn ask(address: std::net::SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_fails_is_named() {
        let report = r#"{"ready":false,"draining":false,"database":"failing"}"#;
        assert_eq!(why(report), "the database does not answer");
        let report = r#"{"ready":false,"draining":true,"database":"ok"}"#;
        assert_eq!(why(report), "the service is stopping");
        assert_eq!(why("another program\n"), "another program");
    }
}
