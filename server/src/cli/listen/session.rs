//! The client without its socket: what came, and what to do about it.
//!
//! Per channel it keeps the position of the last message, and goes on from there after a cut. A
//! message that comes twice, after a cut or on two channels, is told once: versions of a match grow
//! by one, so the version told last says what is new.

use super::{
    book::{Book, Change, Seen, Snapshot},
    effect::{Effect, Input, Leave, News},
    line,
    wire::{self, Event, Heard},
};
use entity::model::{Epoch, Position, Seq};
use std::time::Duration;

/// Where to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// With the present state of everything.
    Snapshot,
    /// With the next change.
    Now,
}

#[derive(Debug)]
struct Listening {
    channel: String,
    /// The last message.
    at: Option<Position>,
    /// The service has not answered yet.
    asked: bool,
}

/// How long a greeting or the answer to a ping may take.
const ANSWER: Duration = Duration::from_secs(15);

/// Silence after which a ping is sent, unless the service says otherwise.
const ACTIVITY: Duration = Duration::from_secs(30);

/// See the module's documentation.
#[derive(Debug)]
pub(super) struct Session {
    channels: Vec<Listening>,
    book: Book,
    start: Start,
    /// Where the log stood when the service greeted us.
    head: Option<Position>,
    activity: Duration,
    greeted: bool,
    pinged: bool,
    /// The service has answered at least once.
    met: bool,
    tries: u32,
}

impl Session {
    pub(super) fn new(channels: Vec<String>, start: Start) -> Self {
        let mut listening: Vec<Listening> = Vec::new();
        for channel in channels {
            if listening.iter().all(|known| known.channel != channel) {
                listening.push(Listening { channel, at: None, asked: false });
            }
        }
        Self {
            channels: listening,
            book: Book::default(),
            start,
            head: None,
            activity: ACTIVITY,
            greeted: false,
            pinged: false,
            met: false,
            tries: 0,
        }
    }

    /// How long to wait for the next message before that is an input of its own.
    pub(super) fn patience(&self) -> Duration {
        if self.greeted && !self.pinged { self.activity } else { ANSWER }
    }

    /// Take in what came.
    pub(super) fn take(&mut self, input: Input<'_>) -> Vec<Effect> {
        match input {
            Input::Text(text) => {
                self.pinged = false;
                self.hear(wire::read(text))
            }
            Input::Alive => {
                self.pinged = false;
                Vec::new()
            }
            Input::Silent if self.greeted && !self.pinged => {
                self.pinged = true;
                vec![Effect::Send(wire::PING.to_owned())]
            }
            Input::Silent => self.cut(None, "the service does not answer"),
            Input::Closed(code) => self.cut(code, "the connection ended"),
            Input::Unreached { why, busy } => self.unreached(why, busy),
        }
    }

    fn hear(&mut self, heard: Heard) -> Vec<Effect> {
        match heard {
            Heard::Established { head, activity } => self.greet(head, activity),
            Heard::Subscribed { channel, recovered } => self.subscribed(&channel, recovered),
            Heard::Refused { channel, why } => vec![refused(&channel, &why)],
            Heard::Error { code, message } => self.error(code, &message),
            Heard::Ping => vec![Effect::Send(wire::PONG.to_owned())],
            Heard::Nothing => Vec::new(),
            Heard::Event(event) => self.event(event),
        }
    }

    fn greet(&mut self, head: Option<Position>, activity: Option<Duration>) -> Vec<Effect> {
        (self.greeted, self.met, self.head) = (true, true, head);
        let shortest = Duration::from_secs(1);
        self.activity = activity.map_or(ACTIVITY, |said| said.clamp(shortest, 4 * ACTIVITY));
        // A position of no log: the service answers it with the present state.
        let nowhere = Position { epoch: Epoch("-".to_owned()), seq: Seq(0) };
        let first = (self.start == Start::Snapshot).then_some(&nowhere);
        let ask = |listening: &mut Listening| {
            listening.asked = true;
            let from = listening.at.as_ref().or(first);
            Effect::Send(wire::subscribe(&listening.channel, from))
        };
        self.channels.iter_mut().map(ask).collect()
    }

    fn subscribed(&mut self, channel: &str, recovered: Option<bool>) -> Vec<Effect> {
        self.tries = 0;
        let Some(listening) = self.channels.iter_mut().find(|one| one.channel == channel) else {
            return Vec::new();
        };
        listening.asked = false;
        let said = match (&listening.at, recovered) {
            (Some(_), Some(true)) => format!("connected again, {channel} is resumed"),
            (Some(_), Some(false) | None) => {
                listening.at.clone_from(&self.head);
                format!(
                    "{channel}: what was missed is no longer kept; a snapshot is taken in its place"
                )
            }
            (None, _) => {
                listening.at.clone_from(&self.head);
                format!("connected, listening to {channel}")
            }
        };
        vec![Effect::Say(said)]
    }

    /// Codes below 4300 end the connection and say whether to come back, unless the service answers
    /// a wish to listen; it answers wishes in their order.
    fn error(&mut self, code: Option<u16>, message: &str) -> Vec<Effect> {
        let asked = self.channels.iter().find(|one| one.asked);
        match (code, asked) {
            (Some(4100..4300), _) | (Some(4000..4100), None) => self.cut(code, message),
            (_, Some(listening)) => vec![refused(&listening.channel, message)],
            (_, None) => vec![Effect::Say(format!("the service says: {message}"))],
        }
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        if event.name == "match.snapshot" {
            return match serde_json::from_str(&event.data) {
                Ok(snapshot) => self.snapshot(&event.channel, &snapshot),
                Err(_) => Vec::new(),
            };
        }
        match serde_json::from_str(&event.data) {
            Ok(change) => self.change(event, change),
            Err(_) => vec![Effect::Print(Box::new(News { event, about: None }))],
        }
    }

    fn change(&mut self, event: Event, change: Change) -> Vec<Effect> {
        if let Some(listening) = self.channels.iter_mut().find(|one| one.channel == event.channel) {
            let at = Position { epoch: change.epoch.clone(), seq: change.seq };
            let is_later = |held: &Position| held.epoch != at.epoch || held.seq < at.seq;
            if listening.at.as_ref().is_none_or(is_later) {
                listening.at = Some(at);
            }
        }
        let missed = match self.book.change(&change) {
            Seen::Before => return Vec::new(),
            Seen::New { missed } => missed,
        };
        let document = self.book.document(&change.channel).clone();
        let mut effects = Vec::new();
        if missed > 0 {
            let whose = line::teams(&document).unwrap_or_else(|| change.channel.clone());
            effects.push(Effect::Say(format!("{whose}: {missed} changes did not come")));
        }
        let news = News { event, about: Some((change, document)) };
        effects.push(Effect::Print(Box::new(news)));
        effects
    }

    fn snapshot(&mut self, channel: &str, snapshot: &Snapshot) -> Vec<Effect> {
        let epoch = self.head.as_ref().map(|head| &head.epoch);
        let passed_over = self.book.show(snapshot, epoch);
        let document = self.book.document(&snapshot.channel);
        let whose = line::teams(document).unwrap_or_else(|| snapshot.channel.clone());
        match passed_over {
            // Of a wide channel there may be hundreds.
            0 if channel != snapshot.channel => Vec::new(),
            0 => vec![Effect::Say(format!("snapshot taken: {whose}"))],
            n => vec![Effect::Say(format!("snapshot taken in place of {n} changes: {whose}"))],
        }
    }

    fn cut(&mut self, code: Option<u16>, why: &str) -> Vec<Effect> {
        let tries = self.away();
        match code {
            Some(code @ 4000..4100) => {
                let why = why.trim_end_matches('.');
                vec![Effect::Leave(Leave::Fail(format!("the service refuses: {why} ({code})")))]
            }
            Some(4200..4300) if tries == 0 => leave(why, Leave::Again),
            Some(_) | None => leave(why, Leave::Wait(tries)),
        }
    }

    fn unreached(&mut self, why: String, busy: bool) -> Vec<Effect> {
        if !self.met && !busy {
            return vec![Effect::Leave(Leave::Fail(why))];
        }
        let tries = self.away();
        let mut effects = Vec::new();
        // Said once; whoever waits does not want to read it every half minute.
        if tries == 0 {
            effects.push(Effect::Say(format!("{why}; trying again")));
        }
        effects.push(Effect::Leave(Leave::Wait(tries)));
        effects
    }

    /// The connection is gone; answers how many went before it without a subscription.
    fn away(&mut self) -> u32 {
        (self.greeted, self.pinged) = (false, false);
        for listening in &mut self.channels {
            listening.asked = false;
        }
        self.tries += 1;
        self.tries - 1
    }
}

fn leave(why: &str, leave: Leave) -> Vec<Effect> {
    let said = format!("cut: {}; connecting again", why.trim_end_matches('.'));
    vec![Effect::Say(said), Effect::Leave(leave)]
}

fn refused(channel: &str, why: &str) -> Effect {
    Effect::Leave(Leave::Fail(format!("{channel} is refused: {}", why.trim_end_matches('.'))))
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "properties.rs"]
mod properties;
