//! The socket itself: connects, waits, and does what the session says.

use super::{
    address::Address,
    effect::{Effect, Input, Leave},
    printer::Printer,
    session::Session,
};
use crate::cli::{CliError, output};
use futures::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest wait between two tries.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// Follow the service, connection after connection, until nobody reads or it refuses.
pub(super) async fn follow(
    address: &Address,
    mut session: Session,
    printer: Printer,
) -> Result<(), CliError> {
    loop {
        let left = match open(address).await {
            Ok(mut socket) => talk(&mut socket, &mut session, printer).await?,
            Err(unreached) => perform(session.take(unreached), None, printer).await?,
        };
        if output::unread() {
            return Ok(());
        }
        match left {
            Some(Leave::Again) | None => {}
            Some(Leave::Wait(tries)) => tokio::time::sleep(delay(tries, rand::random())).await,
            Some(Leave::Fail(why)) => return Err(CliError::Failed(why)),
        }
    }
}

/// One connection to its end, and how it is left; `None` where nobody reads any more.
async fn talk(
    socket: &mut Socket,
    session: &mut Session,
    printer: Printer,
) -> Result<Option<Leave>, CliError> {
    loop {
        let heard = timeout(session.patience(), socket.next()).await;
        let effects = match &heard {
            Err(_) => session.take(Input::Silent),
            Ok(Some(Ok(Message::Text(text)))) => session.take(Input::Text(text)),
            Ok(Some(Ok(Message::Close(frame)))) => {
                session.take(Input::Closed(frame.as_ref().map(|frame| frame.code.into())))
            }
            Ok(Some(Ok(_))) => session.take(Input::Alive),
            Ok(Some(Err(_)) | None) => session.take(Input::Closed(None)),
        };
        let left = perform(effects, Some(socket), printer).await?;
        if left.is_some() || output::unread() {
            return Ok(left);
        }
    }
}

/// Do what the session says, up to leaving.
async fn perform(
    effects: Vec<Effect>,
    mut socket: Option<&mut Socket>,
    printer: Printer,
) -> Result<Option<Leave>, CliError> {
    for effect in effects {
        match effect {
            Effect::Send(text) => {
                if let Some(socket) = socket.as_deref_mut() {
                    // Where that fails the connection has ended, and the next look at it says so.
                    drop(timeout(CONNECT_TIMEOUT, socket.send(Message::text(text))).await);
                }
            }
            Effect::Print(news) => printer.print(&news)?,
            Effect::Say(said) => output::aside(said),
            Effect::Leave(leave) => return Ok(Some(leave)),
        }
    }
    Ok(None)
}

async fn open(address: &Address) -> Result<Socket, Input<'static>> {
    let service = &address.service;
    let unreached = |why, busy| Input::Unreached { why, busy };
    match timeout(CONNECT_TIMEOUT, connect_async(&address.socket)).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Http(answer))) => {
            let status = answer.status();
            let busy = status.as_u16() == 429 || status.is_server_error();
            let why = format!("{service} opens no socket: it answers {status}");
            Err(unreached(why, busy))
        }
        Ok(Err(Error::Io(error))) => {
            Err(unreached(format!("cannot connect to {service}: {error}"), false))
        }
        Ok(Err(error)) => Err(unreached(format!("{service} opens no socket: {error}"), false)),
        Err(_) => {
            let why = format!("no answer from {service} within {} s", CONNECT_TIMEOUT.as_secs());
            Err(unreached(why, false))
        }
    }
}

/// How long to wait after so many tries in vain: longer each time, and not all clients as long.
fn delay(tries: u32, random: f64) -> Duration {
    let whole = Duration::from_secs(1 << tries.min(5)).min(MAX_WAIT);
    whole.mul_f64(0.5 + random / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_than_the_one_before_and_none_is_longer_than_half_a_minute() {
        let seconds = |tries, random| delay(tries, random).as_secs_f64();
        assert_eq!([0, 1, 2, 3].map(|tries| seconds(tries, 0.0)), [0.5, 1.0, 2.0, 4.0]);
        assert!(seconds(0, 0.99) < 1.0);
        for tries in [5, 6, 100, u32::MAX] {
            assert!((15.0..=30.0).contains(&seconds(tries, 0.5)), "{tries}");
        }
    }
}
