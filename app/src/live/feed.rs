//! The one connection of a page, and who listens to it.

use super::backoff::delay_ms;
use super::clock::now_ms;
use super::protocol::{self, Inbound};
use super::socket::Socket;
use crate::port::Site;
use entity::model::{Change, Match, Position};
use leptos::leptos_dom::helpers::{set_interval_with_handle, set_timeout};
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc, time::Duration};

/// How the page hears of changes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not yet; also all there is without a script.
    Idle,
    /// Changes arrive as they happen.
    Live,
    /// Cut off; trying again, and reading anew meanwhile.
    Reconnecting,
    /// The server refused the socket; the page is read anew now and then instead.
    Refused,
}

/// What a listener is told.
#[derive(Clone, Debug)]
pub enum News {
    /// The whole match, after subscribing to its channel.
    Snapshot(Box<Match>),
    /// One change.
    Change(Change),
    /// Changes were missed that cannot be had one by one; read anew.
    Lost,
}

/// The handle by which components listen. On the server it does nothing.
#[derive(Clone, Copy)]
pub struct Feed {
    site: StoredValue<Site>,
    state: RwSignal<Connection>,
}

type Listener = Rc<dyn Fn(&News)>;

struct Subscription {
    id: u32,
    channel: String,
    position: Option<Position>,
    listener: Listener,
}

/// The browser has one thread and one page, so the connection lives beside the reactive graph.
#[derive(Default)]
struct ConnectionState {
    socket: Option<Socket>,
    established: bool,
    attempt: u32,
    next_id: u32,
    follows: Vec<Subscription>,
    heard_at: f64,
    silence_ms: f64,
    asked: bool,
    watched: bool,
}

thread_local! {
    static LINE: RefCell<ConnectionState> = RefCell::default();
}

/// Beyond the agreed silence, how long an answer to our ping may take.
const PONG_MS: f64 = 10_000.0;

impl Feed {
    /// A feed of `site`; nothing is connected before somebody listens.
    pub fn new(site: Site) -> Self {
        Self { site: StoredValue::new(site), state: RwSignal::new(Connection::Idle) }
    }

    /// How changes arrive now.
    pub fn state(self) -> Signal<Connection> {
        self.state.into()
    }

    /// Whether changes arrive as they happen.
    pub(crate) fn is_live(self) -> bool {
        self.state.get_untracked() == Connection::Live
    }

    /// Listen to `channel` from `position` on, until the current owner is cleaned up.
    ///
    /// Call it within an effect: it needs a browser.
    pub fn follow(
        self,
        channel: String,
        position: Option<Position>,
        listener: impl Fn(&News) + 'static,
    ) {
        let id = LINE.with_borrow_mut(|line| {
            let id = line.next_id;
            line.next_id += 1;
            let known = line.follows.iter().any(|follow| follow.channel == channel);
            if line.established && !known {
                line.send(&protocol::subscribe(&channel, position.as_ref()));
            }
            line.follows.push(Subscription { id, channel, position, listener: Rc::new(listener) });
            id
        });
        on_cleanup(move || LINE.with_borrow_mut(|line| line.leave(id)));
        self.connect();
        self.watch();
    }

    fn connect(self) {
        let Some(address) = self.address() else { return };
        LINE.with_borrow_mut(|line| {
            if line.socket.is_none() {
                line.heard_at = now_ms();
                line.silence_ms = 30_000.0;
                line.socket = Socket::open(
                    &address,
                    move |text| self.hear(&text),
                    move |code| self.closed(code),
                );
            }
        });
    }

    /// Where the socket is, by the page's own address.
    fn address(self) -> Option<String> {
        let site = self.site.try_get_value()?;
        if site.socket_key.is_empty() {
            return None;
        }
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let host = match (site.socket_host, site.socket_port) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host,
            (None, Some(port)) => format!("{}:{port}", location.hostname().ok()?),
            (None, None) => location.host().ok()?,
        };
        let key = site.socket_key;
        Some(format!("{scheme}://{host}/app/{key}?protocol=7&client=bts&version=1"))
    }

    fn hear(self, text: &str) {
        LINE.with_borrow_mut(|line| {
            line.heard_at = now_ms();
            line.asked = false;
        });
        match protocol::parse(text) {
            Some(Inbound::Established { activity_timeout }) => {
                LINE.with_borrow_mut(|line| line.established(activity_timeout));
                self.state.set(Connection::Live);
            }
            Some(Inbound::Subscribed { channel, recovered: Some(false) }) => {
                tell(&channel, &News::Lost);
            }
            Some(Inbound::Ping) => {
                LINE.with_borrow(|line| line.send(protocol::PONG));
            }
            Some(Inbound::Snapshot { channel, document }) => {
                tell(&channel, &News::Snapshot(document));
            }
            Some(Inbound::Change { channel, change }) => {
                let position = Position { epoch: change.epoch.clone(), seq: change.seq };
                LINE.with_borrow_mut(|line| line.reached(&channel, &position));
                tell(&channel, &News::Change(*change));
            }
            Some(Inbound::Refused { code: Some(code) }) if protocol::is_final(code) => {
                self.state.set(Connection::Refused);
            }
            Some(
                Inbound::Subscribed { .. }
                | Inbound::Pong
                | Inbound::Refused { .. }
                | Inbound::Other,
            )
            | None => {}
        }
    }

    fn closed(self, code: u16) {
        let wait = LINE.with_borrow_mut(|line| {
            line.established = false;
            let wait = delay_ms(line.attempt, js_sys::Math::random());
            line.attempt = line.attempt.saturating_add(1);
            wait
        });
        if protocol::is_final(code) {
            self.state.set(Connection::Refused);
            return;
        }
        self.state.set(Connection::Reconnecting);
        let again = move || {
            // The old socket goes here, not above: its own handler was still running there.
            LINE.with_borrow_mut(|line| line.socket = None);
            self.connect();
        };
        set_timeout(again, Duration::from_millis(u64::from(wait.unsigned_abs())));
    }

    /// Ask after a silent connection once a second, as long as the page is open.
    fn watch(self) {
        let first = LINE.with_borrow_mut(|line| !std::mem::replace(&mut line.watched, true));
        if first {
            // For as long as the page is open, so nothing ever clears it; should the browser refuse
            // a timer, the server's own pings still find a dead connection.
            let _ = set_interval_with_handle(
                || LINE.with_borrow_mut(ConnectionState::check),
                Duration::from_secs(1),
            );
        }
    }
}

impl ConnectionState {
    fn send(&self, text: &str) {
        if let Some(socket) = self.socket.as_ref().filter(|socket| socket.is_open()) {
            socket.send(text);
        }
    }

    fn established(&mut self, activity_timeout: u32) {
        self.established = true;
        self.attempt = 0;
        self.silence_ms = f64::from(activity_timeout.clamp(5, 120)) * 1000.0;
        for follow in &self.follows {
            self.send(&protocol::subscribe(&follow.channel, follow.position.as_ref()));
        }
    }

    fn reached(&mut self, channel: &str, position: &Position) {
        for follow in self.follows.iter_mut().filter(|follow| follow.channel == channel) {
            follow.position = Some(position.clone());
        }
    }

    fn leave(&mut self, id: u32) {
        let Some(at) = self.follows.iter().position(|follow| follow.id == id) else { return };
        let gone = self.follows.swap_remove(at);
        if self.established && self.follows.iter().all(|follow| follow.channel != gone.channel) {
            self.send(&protocol::unsubscribe(&gone.channel));
        }
    }

    fn check(&mut self) {
        if !self.established {
            return;
        }
        let silent = now_ms() - self.heard_at;
        if silent > self.silence_ms + PONG_MS {
            self.heard_at = now_ms();
            if let Some(socket) = &self.socket {
                socket.close();
            }
        } else if silent > self.silence_ms && !self.asked {
            self.asked = true;
            self.send(protocol::PING);
        }
    }
}

/// Tell the listeners of `channel`, none of the state borrowed meanwhile.
fn tell(channel: &str, news: &News) {
    let listeners: Vec<Listener> = LINE.with_borrow(|line| {
        let of_channel = line.follows.iter().filter(|follow| follow.channel == channel);
        of_channel.map(|follow| Rc::clone(&follow.listener)).collect()
    });
    for listener in listeners {
        listener(news);
    }
}
