//! A socket taken out of the HTTP server that upgraded it.

use bytes::Bytes;
use hyper::upgrade::Upgraded;
use hyper_util::{rt::TokioIo, server::conn::auto::upgrade};
use tokio::net::TcpStream;

use crate::permit::DropGuard;

/// A socket, and what came with it.
#[derive(Debug)]
pub struct Taken {
    /// The client's TCP socket.
    pub stream: TcpStream,
    /// What the client sent right behind its handshake.
    pub read_ahead: Bytes,
    /// Kept for as long as the socket is open.
    pub hold: Option<DropGuard>,
}

/// Takes a socket out of the stream that the server gave hyper, or gives it back where it is of
/// another kind; then it is bridged.
pub type TakeOver = fn(Upgraded) -> Result<Taken, Upgraded>;

/// For servers that give hyper the socket as it is.
pub(crate) fn plain(upgraded: Upgraded) -> Result<Taken, Upgraded> {
    let parts = upgrade::downcast::<TokioIo<TcpStream>>(upgraded)?;
    Ok(Taken { stream: parts.io.into_inner(), read_ahead: parts.read_buf, hold: None })
}
