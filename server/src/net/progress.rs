//! A client's stream that ends when its client takes nothing: progress decides, not time.

use super::connections::Slot;
use hyper::upgrade::Upgraded;
use hyper_util::{rt::TokioIo, server::conn::auto::upgrade};
use live::{DropGuard, Taken};
use socket2::{SockRef, TcpKeepalive};
use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::Sleep,
};

/// Silence after which the kernel asks whether the client still is there, and between two questions.
const KEEP_ALIVE: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));
/// Questions without an answer after which it is not.
const QUESTIONS: u32 = 3;
/// Bytes that may wait in the kernel before the first is sent. Few, so that a slow reader is seen to
/// take some long before it is given up: a buffer of megabytes reports nothing for minutes.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNSENT: u32 = 64 * 1_024;
/// A write up to this size is no progress: pings of HTTP/2 are smaller.
const NO_MORE_THAN_A_PING: usize = 64;

/// How the writing goes, for whoever watches the connection.
#[derive(Debug, Default)]
pub struct Writing {
    /// Goes up with each write that the client made room for.
    pub progress: AtomicU64,
    /// Something waits for the client.
    pub blocked: AtomicBool,
}

/// A client's stream, and its place among all connections.
#[derive(Debug)]
pub struct Progress {
    stream: TcpStream,
    slot: Slot,
    writing: Arc<Writing>,
    patience: Duration,
    /// Set while the client takes nothing.
    deadline: Option<Pin<Box<Sleep>>>,
}

/// Sets what the kernel does by itself; a client that is gone is noticed within a minute.
pub fn tune(stream: &TcpStream) -> io::Result<()> {
    // A score of a few hundred bytes must not wait for more to send.
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let (after, between) = KEEP_ALIVE;
    let keep_alive = TcpKeepalive::new().with_time(after).with_interval(between);
    socket.set_tcp_keepalive(&keep_alive.with_retries(QUESTIONS))?;
    // No user timeout: the kernel ends by it a reader whose small window is often shut, however
    // steadily it reads. What has stopped taking is ended by its deadline here.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    socket.set_tcp_notsent_lowat(UNSENT)?;
    Ok(())
}

impl Progress {
    /// A stream whose client may take nothing for so long.
    pub fn new(stream: TcpStream, slot: Slot, writing: Arc<Writing>, patience: Duration) -> Self {
        Self { stream, slot, writing, patience, deadline: None }
    }

    /// The stream of a connection that became a socket; its place goes with it.
    pub fn take_over(upgraded: Upgraded) -> Result<Taken, Upgraded> {
        let parts = upgrade::downcast::<TokioIo<Self>>(upgraded)?;
        let Self { stream, slot, .. } = parts.io.into_inner();
        Ok(Taken { stream, read_ahead: parts.read_buf, hold: Some(DropGuard::new(slot)) })
    }

    /// Takes note of a write: one that does not get on in time is the end of the stream.
    fn note(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(done) => {
                if self.deadline.take().is_some() {
                    self.writing.blocked.store(false, Relaxed);
                }
                if done.as_ref().is_ok_and(|bytes| *bytes > NO_MORE_THAN_A_PING) {
                    self.writing.progress.fetch_add(1, Relaxed);
                }
                Poll::Ready(done)
            }
            Poll::Pending => {
                self.writing.blocked.store(true, Relaxed);
                let patience = self.patience;
                let sleep = || Box::pin(tokio::time::sleep(patience));
                ready!(self.deadline.get_or_insert_with(sleep).as_mut().poll(context));
                // What still lies in the kernel would else be kept for a client that takes nothing.
                let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
                Poll::Ready(Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    format!("the client took nothing for {} s", patience.as_secs_f32()),
                )))
            }
        }
    }
}

impl AsyncRead for Progress {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Progress {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_accepted_stream_notices_a_client_that_is_gone() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let _client = TcpStream::connect(address).await.expect("connects");
        let (stream, _) = listener.accept().await.expect("accepts");
        tune(&stream).expect("is set");
        let socket = SockRef::from(&stream);
        assert!(stream.nodelay().expect("is read") && socket.keepalive().expect("is read"));
        #[cfg(target_os = "linux")]
        {
            assert_eq!(socket.tcp_user_timeout().expect("is read"), None);
            assert_eq!(socket.tcp_notsent_lowat().expect("is read"), UNSENT);
            let asked = socket.tcp_keepalive_time().expect("is read");
            let between = socket.tcp_keepalive_interval().expect("is read");
            assert!(asked + between * QUESTIONS <= Duration::from_secs(60));
        }
    }
}
