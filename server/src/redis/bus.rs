//! What nodes say to one another of sockets, word by word and in order: each hears all that the
//! others say while Redis carries it, and what it says itself.

use super::{
    Connection, RedisUnavailable, key,
    subscription::{self, Heard},
};
use redis::{Client, ConnectionInfo};

/// What a node hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// It hears others from now on; what they said before may have been missed.
    Open,
    /// A word, of another node or its own.
    Said(Vec<u8>),
}

/// The way to the other nodes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    link: Connection,
    channel: String,
}

impl Bus {
    /// Say through `link`, and hear at `at`.
    pub fn new(at: ConnectionInfo, link: Connection, prefix: &str) -> Self {
        let client = Client::open(at).expect("the settings were read as an address of Redis");
        Self { client, link, channel: key::nodes(prefix) }
    }

    /// Say something to every node.
    pub async fn say(&self, word: &[u8]) -> Result<(), RedisUnavailable> {
        let (channel, word) = (self.channel.as_str(), word.to_vec());
        let heard: Result<i64, RedisUnavailable> = self
            .link
            .run(async move |mut on| {
                redis::cmd("PUBLISH").arg(channel).arg(word).query_async(&mut on).await
            })
            .await;
        heard.map(|_| ())
    }

    /// Hear what is said until the future is dropped. `hear` must be quick: the next word waits.
    pub async fn listen(self, hear: impl Fn(Word)) {
        subscription::listen(self.client, vec![self.channel], |heard| {
            match heard {
                Heard::Open => hear(Word::Open),
                Heard::Said(message) => hear(Word::Said(message.get_payload_bytes().to_vec())),
                Heard::Nothing | Heard::Lost => {}
            }
            true
        })
        .await;
    }
}
