//! What processes tell one another in passing. A signal is a hint to look: one that is lost costs a
//! look by the clock, and never anything else.

use super::{
    Connection, key,
    subscription::{self, Heard},
};
use redis::{Client, ConnectionInfo, Msg};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};
use tokio::sync::broadcast;

/// Signals kept for a listener that is slow; one that misses some is told that it did.
const CAPACITY: usize = 1_024;

/// One signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Matches or the log moved.
    DataChanged,
    /// The fetch of this answer is over.
    Fetched(Arc<str>),
    /// A newcomer needs a place.
    MakeWay(Wanted),
    /// Sockets of this owner or share on some node have not answered yet: they may make way.
    MakingWay(Arc<str>),
    /// Signals may have been missed: look at everything.
    Missed,
}

/// A place that a newcomer needs. Written `name`, or `name node share open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The owner or the share all of whose places are taken: silent sockets make way.
    pub name: Arc<str>,
    /// Who leaves one where none is silent.
    pub from: Option<Leaver>,
}

/// A share of an owner's places that leaves one to a smaller share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaver {
    /// The node that has most of its sockets and streams.
    pub node: Arc<str>,
    /// Its name.
    pub share: Arc<str>,
    /// How many it has there; with fewer it has left one already.
    pub open: u32,
}

impl Wanted {
    fn read(word: &str) -> Option<Self> {
        let words: Vec<&str> = word.split(' ').collect();
        let from = match words[..] {
            [_] => None,
            [_, node, share, open] => {
                let open = open.parse().ok()?;
                Some(Leaver { node: node.into(), share: share.into(), open })
            }
            _ => return None,
        };
        Some(Self { name: (*words.first()?).into(), from })
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.from
            .as_ref()
            .map_or(Ok(()), |Leaver { node, share, open }| write!(f, " {node} {share} {open}"))
    }
}

/// Tells and hears signals. Cheap to clone; it stops listening with the last one.
#[derive(Clone, Debug)]
pub struct Notifier(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    link: Connection,
    moved: String,
    fetched: String,
    make_way: String,
    making_way: String,
    heard: broadcast::Sender<Signal>,
    listening: AtomicBool,
}

impl Notifier {
    /// Listen at `at` and tell through `link`.
    pub fn open(at: ConnectionInfo, link: Connection, prefix: &str) -> Self {
        let client = Client::open(at).expect("the settings were read as an address of Redis");
        let notifier = Self(Arc::new(Inner {
            link,
            moved: key::data_changed(prefix),
            fetched: key::fetched(prefix),
            make_way: key::make_way(prefix),
            making_way: key::making_way(prefix),
            heard: broadcast::channel(CAPACITY).0,
            listening: AtomicBool::new(false),
        }));
        let inner = &notifier.0;
        let channels = [&inner.moved, &inner.fetched, &inner.make_way, &inner.making_way];
        let channels = channels.map(String::clone).to_vec();
        // It stops with the last holder.
        let weak = Arc::downgrade(inner);
        tokio::spawn(subscription::listen(client, channels, move |heard| {
            weak.upgrade().map(|inner| inner.hear(heard)).is_some()
        }));
        notifier
    }

    /// Hear every signal from now on, one's own included.
    pub fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.0.heard.subscribe()
    }

    /// Whether signals are heard at present.
    pub fn is_listening(&self) -> bool {
        self.0.listening.load(Relaxed)
    }

    /// Tell every process that matches or the log moved. Nobody waits for it.
    pub fn data_changed(&self) {
        self.publish(self.0.moved.clone(), String::new());
    }

    /// Tell every process that the fetch of `key` is over. Nobody waits for it.
    pub fn fetched(&self, key: &str) {
        self.publish(self.0.fetched.clone(), key.to_owned());
    }

    /// Tell every process that a newcomer needs a place. Nobody waits for it.
    pub fn make_way(&self, wanted: &Wanted) {
        self.publish(self.0.make_way.clone(), wanted.to_string());
    }

    /// Tell every process that sockets of this name may make way. Nobody waits for it.
    pub fn making_way(&self, name: &str) {
        self.publish(self.0.making_way.clone(), name.to_owned());
    }

    fn publish(&self, channel: String, word: String) {
        let link = self.0.link.clone();
        tokio::spawn(async move {
            // Redis is away: nobody hears, and everybody looks by the clock.
            let _: Result<i64, _> = link
                .run(async move |mut connection| {
                    redis::cmd("PUBLISH").arg(channel).arg(word).query_async(&mut connection).await
                })
                .await;
        });
    }
}

impl Inner {
    fn signal(&self, message: &Msg) -> Option<Signal> {
        let channel = message.get_channel_name();
        if channel == self.moved {
            return Some(Signal::DataChanged);
        }
        let word: String = message.get_payload().ok()?;
        if channel == self.make_way {
            return Wanted::read(&word).map(Signal::MakeWay);
        }
        if channel == self.making_way {
            return Some(Signal::MakingWay(word.into()));
        }
        (channel == self.fetched).then(|| Signal::Fetched(word.into()))
    }

    fn hear(&self, heard: Heard) {
        match heard {
            Heard::Open => {
                self.listening.store(true, Relaxed);
                self.pass_on(Signal::Missed);
            }
            Heard::Said(message) => {
                if let Some(signal) = self.signal(&message) {
                    self.pass_on(signal);
                }
            }
            Heard::Nothing => {}
            Heard::Lost => {
                self.listening.store(false, Relaxed);
                self.pass_on(Signal::Missed);
            }
        }
    }

    fn pass_on(&self, signal: Signal) {
        // An error only says that nobody listens just now.
        let _ = self.heard.send(signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wanted_place_is_read_as_it_is_written() {
        let leaver = Leaver { node: "0f".into(), share: "account:1@192.0.2.1".into(), open: 5 };
        for from in [None, Some(leaver)] {
            let wanted = Wanted { name: "account:1".into(), from };
            assert_eq!(Wanted::read(&wanted.to_string()), Some(wanted));
        }
        assert_eq!(Wanted::read("account:1 0f"), None);
        assert_eq!(Wanted::read("account:1 0f account:1@a many"), None);
    }
}
