//! Listening to channels of Redis, on one connection after another.

use super::Health;
use futures::StreamExt;
use redis::{Client, Msg, RedisError, RedisResult};
use std::time::Duration;

/// A connection on which nothing is answered for so long is opened anew.
const CALL_TIMEOUT: Duration = Duration::from_secs(2);
/// How often a connection is asked whether it still is one.
const PING: Duration = Duration::from_secs(5);

/// What a listener hears.
pub(super) enum Heard {
    /// From now on all that is said; what was said before may have been missed.
    Open,
    /// A message.
    Said(Msg),
    /// Nothing for a while.
    Nothing,
    /// From now on nothing, until it is open again.
    Lost,
}

/// Listen to channels for as long as `hear` says that it goes on.
pub(super) async fn listen(client: Client, channels: Vec<String>, hear: impl Fn(Heard) -> bool) {
    let mut failures = 0;
    loop {
        let error = match follow(&client, &channels, &hear, &mut failures).await {
            Ok(()) => return,
            Err(error) => error,
        };
        if !hear(Heard::Lost) {
            return;
        }
        tracing::debug!(%error, "notifications not received; polling instead");
        tokio::time::sleep(Health::backoff_delay(failures, rand::random())).await;
        failures = failures.saturating_add(1);
    }
}

/// Listen on one connection until it fails, or until it need not go on.
async fn follow(
    client: &Client,
    channels: &[String],
    hear: &impl Fn(Heard) -> bool,
    failures: &mut u32,
) -> RedisResult<()> {
    let (mut sink, mut stream) = in_time(client.get_async_pubsub()).await?.split();
    in_time(sink.subscribe(channels)).await?;
    *failures = 0;
    let mut goes_on = hear(Heard::Open);
    while goes_on {
        goes_on = match tokio::time::timeout(PING, stream.next()).await {
            Ok(Some(message)) => hear(Heard::Said(message)),
            Ok(None) => return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into()),
            Err(_) => {
                in_time(sink.ping::<redis::Value>()).await?;
                hear(Heard::Nothing)
            }
        }
    }
    Ok(())
}

async fn in_time<T>(call: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
    let late = || RedisError::from(std::io::Error::from(std::io::ErrorKind::TimedOut));
    tokio::time::timeout(CALL_TIMEOUT, call).await.map_err(|_| late())?
}
