//! Whatever is cut and whenever: no change is printed twice, none is lost, and all are in order.

use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

const CHANNELS: [&str; 2] = ["sports", "sports.football.leagues.l"];

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A change of one of three matches.
    Change(u8),
    /// The oldest messages on their way arrive.
    Arrive(u8),
    /// The connection is lost with all that was on its way.
    Cut,
    /// The service says the last change once more.
    Repeat,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_u8).prop_map(Step::Change),
        4 => (1..6_u8).prop_map(Step::Arrive),
        1 => Just(Step::Cut),
        1 => Just(Step::Repeat),
    ]
}

/// A service with two channels, both of which cover every match.
#[derive(Default)]
struct Service {
    /// Matches in the order of the log; the first change has seq 1 and version 2.
    log: Vec<u8>,
    on_its_way: VecDeque<String>,
    subscribed: Vec<String>,
}

fn own(of: u8) -> String {
    format!("sports.football.leagues.l.matches.{of}")
}

fn message(event: &str, channel: &str, data: &Value) -> String {
    json!({"event": event, "channel": channel, "data": data.to_string()}).to_string()
}

impl Service {
    fn version(&self, of: u8, seq: usize) -> usize {
        1 + self.log[..seq].iter().filter(|one| **one == of).count()
    }

    fn change(&self, channel: &str, seq: usize) -> String {
        let of = self.log[seq - 1];
        let data = json!({"match": of.to_string(), "channel": own(of), "epoch": "e",
            "version": self.version(of, seq), "seq": format!("{seq}-0"),
            "at": "2026-01-01T12:00:00Z", "changes": [], "patch": {}});
        message("match.updated", channel, &data)
    }

    fn tell(&mut self, seq: usize) {
        let messages: Vec<String> =
            self.subscribed.iter().map(|channel| self.change(channel, seq)).collect();
        self.on_its_way.extend(messages);
    }

    fn accept(&mut self) {
        self.on_its_way.clear();
        self.subscribed.clear();
        let head = json!({"epoch": "e", "seq": format!("{}-0", self.log.len())});
        let greeting = json!({"socket_id": "1.1", "activity_timeout": 30, "resume": head});
        self.on_its_way.push_back(message("pusher:connection_established", "", &greeting));
    }

    fn subscribe(&mut self, wish: &Value) {
        let channel = wish["channel"].as_str().expect("a channel").to_owned();
        let resume = &wish["resume"];
        let after: Option<usize> =
            resume["seq"].as_str().and_then(|seq| seq.strip_suffix("-0")?.parse().ok());
        let answer = "pusher_internal:subscription_succeeded";
        let known = resume["epoch"] == "e";
        let outcome = if resume.is_null() { json!({}) } else { json!({"recovered": known}) };
        self.on_its_way.push_back(message(answer, &channel, &outcome));
        match after {
            Some(after) if known => {
                for seq in after + 1..=self.log.len() {
                    self.on_its_way.push_back(self.change(&channel, seq));
                }
            }
            Some(_) => {
                for of in 0..3 {
                    let seq = self.log.len();
                    let data = json!({"id": of.to_string(), "channel": own(of),
                        "version": self.version(of, seq), "seq": format!("{seq}-0")});
                    self.on_its_way.push_back(message("match.snapshot", &channel, &data));
                }
            }
            None => {}
        }
        self.subscribed.push(channel);
    }
}

/// A client, and what it has printed: versions by match.
struct Client {
    session: Session,
    printed: BTreeMap<String, Vec<u64>>,
}

impl Client {
    fn arrive(&mut self, service: &mut Service) {
        let Some(text) = service.on_its_way.pop_front() else { return };
        for effect in self.session.take(Input::Text(&text)) {
            match effect {
                Effect::Send(text) => {
                    let sent: Value = serde_json::from_str(&text).expect("is JSON");
                    service.subscribe(&sent["data"]);
                }
                Effect::Print(news) => {
                    let (change, _) = news.about.expect("is a change");
                    self.printed.entry(change.match_id).or_default().push(change.version);
                }
                Effect::Say(said) => assert!(!said.contains("did not come"), "{said}"),
                Effect::Leave(left) => panic!("it leaves: {left:?}"),
            }
        }
    }
}

proptest! {
    #[test]
    fn no_change_is_printed_twice_or_lost_and_all_are_in_order(
        before in proptest::collection::vec(0..3_u8, 0..4),
        steps in proptest::collection::vec(step(), 0..60),
        with_snapshots in any::<bool>(),
    ) {
        let start = if with_snapshots { Start::Snapshot } else { Start::Now };
        let session = Session::new(CHANNELS.map(str::to_owned).to_vec(), start);
        let mut client = Client { session, printed: BTreeMap::new() };
        let mut service = Service { log: before, ..Service::default() };
        let begun = service.log.len();
        service.accept();
        // Whoever is cut before the first answer begins anew; from then on nothing may be lost.
        for _ in 0..16 {
            client.arrive(&mut service);
        }
        for step in steps {
            match step {
                Step::Change(of) => {
                    service.log.push(of);
                    service.tell(service.log.len());
                }
                Step::Arrive(messages) => {
                    (0..messages).for_each(|_| client.arrive(&mut service));
                }
                Step::Cut => {
                    client.session.take(Input::Closed(None));
                    service.accept();
                }
                Step::Repeat if service.log.len() > begun => service.tell(service.log.len()),
                Step::Repeat => {}
            }
        }
        while !service.on_its_way.is_empty() {
            client.arrive(&mut service);
        }
        for of in 0..3 {
            let (from, to) = (service.version(of, begun), service.version(of, service.log.len()));
            let expected: Vec<u64> = (from as u64 + 1..=to as u64).collect();
            let printed = client.printed.remove(&of.to_string()).unwrap_or_default();
            prop_assert_eq!(printed, expected);
        }
    }
}
