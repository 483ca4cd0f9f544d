//! `health`

use super::{Failure, output};
use crate::config::Config;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let mut address = config.bind.address;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let answer = timeout(Duration::from_secs(5), ask(address)).await;
    match answer {
        Ok(Ok(text)) if text.starts_with("HTTP/1.1 200") => output::line("ready"),
        Ok(Ok(text)) => {
            let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            Err(Failure::Failed(format!("not ready: {body}")))
        }
        Ok(Err(error)) => Err(Failure::Failed(format!("nothing answers at {address}: {error}"))),
        Err(_) => Err(Failure::Failed(format!("no answer from {address} within 5 s"))),
    }
}

async fn ask(address: std::net::SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}
