//! The socket a shard reads and writes: the client's own, or one end of a local bridge to it.

use std::{
    io::{self, IoSlice, Read, Write},
    net::Shutdown,
};

use mio::{
    Interest, Registry, Token,
    event::Source,
    net::{TcpStream, UnixStream},
};

/// A socket in non-blocking mode.
#[derive(Debug)]
pub(crate) enum Stream {
    /// The client's TCP socket.
    Tcp(TcpStream),
    /// A bridge to a client behind another kind of stream, such as TLS.
    Bridge(UnixStream),
}

impl Stream {
    pub(crate) fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(into),
            Self::Bridge(stream) => stream.read(into),
        }
    }

    pub(crate) fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match (self, slices) {
            (Self::Tcp(stream), [one]) => stream.write(one),
            (Self::Tcp(stream), many) => stream.write_vectored(many),
            (Self::Bridge(stream), many) => stream.write_vectored(many),
        }
    }

    /// Says that nothing more will be written.
    pub(crate) fn finish(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Write),
            Self::Bridge(stream) => stream.shutdown(Shutdown::Write),
        }
    }

    pub(crate) fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        let interest = Interest::READABLE | Interest::WRITABLE;
        match self {
            Self::Tcp(stream) => stream.register(registry, token, interest),
            Self::Bridge(stream) => stream.register(registry, token, interest),
        }
    }
}
