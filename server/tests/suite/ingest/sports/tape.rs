//! Recordings of a sport put under the questions that the service asks, and a service that follows them.

use crate::support::{
    folder::recordings,
    service::{Service, service},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::model::{ObservedMatch, Sport};
use serde_json::{Value, json};
use server::{clock::Clock, ingest::target::PollTarget};
use std::{collections::BTreeMap, path::PathBuf};
use upstream::{
    client::{Answer, Query},
    replay::{Replay, router},
    sport::{ask, read},
};

/// A folder of recordings under the questions they answer.
pub struct Tape {
    sport: Sport,
    recorded: PathBuf,
    folder: tempfile::TempDir,
}

impl Tape {
    pub fn of(sport: Sport) -> Option<Self> {
        let recorded = recordings()?.join(sport.slug());
        Some(Self { sport, recorded, folder: tempfile::tempdir().unwrap() })
    }

    /// The rows of a recording.
    pub fn rows(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.recorded.join(format!("{name}.json"))).unwrap();
        let envelope: Value = serde_json::from_str(&text).unwrap();
        envelope["response"].as_array().unwrap().clone()
    }

    /// Answer a question; several answers to one are given by their places.
    pub fn put(&self, query: &Query, place: usize, rows: &[Value]) {
        let parameters: BTreeMap<_, _> = query.params().iter().cloned().collect();
        let envelope = json!({"get": query.endpoint(), "parameters": parameters, "errors": [],
            "results": rows.len(), "response": rows});
        let name: String =
            query.to_string().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let file = self.folder.path().join(format!("{name} {place}.json"));
        std::fs::write(file, envelope.to_string()).unwrap();
    }

    /// Put rows on the lists of their days.
    pub fn put_days(&self, rows: &[Value]) -> Vec<ObservedMatch> {
        let mut days: BTreeMap<NaiveDate, Vec<Value>> = BTreeMap::new();
        let mut all = Vec::new();
        for row in rows {
            let observation = self.observation(row);
            days.entry(observation.starts_at.date_naive()).or_default().push(row.clone());
            all.push(observation);
        }
        for (date, rows) in days {
            self.put(&ask::day(self.sport, date), 1, &rows);
        }
        all
    }

    pub fn observation(&self, row: &Value) -> ObservedMatch {
        let body = json!({"get": "games", "parameters": [], "errors": [], "response": [row]});
        let body = body.to_string().into();
        let answer = Answer::open(200, &http::HeaderMap::new(), body, Utc::now()).unwrap();
        let mut read = read::observations(self.sport, &answer, Utc::now()).unwrap();
        assert!(read.skipped.is_empty(), "{:?}", read.skipped);
        read.rows.remove(0)
    }

    /// A service that follows it, late on a day; nothing is asked by itself.
    pub async fn service(&self, date: &str) -> Service {
        let replay = Replay::load(self.folder.path()).unwrap();
        assert_eq!(replay.summary().ignored, []);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router(replay)).await });
        let evening: DateTime<Utc> = format!("{date}T23:30:00Z").parse().unwrap();
        let own = self.sport.slug().to_uppercase().replace('-', "_");
        service()
            .clock(Clock::starting_at(evening))
            .with(&format!("UPSTREAM_{own}_BASE_URL"), address)
            .start()
            .await
    }
}

/// Make one planned round.
pub async fn round(service: &Service) {
    for poller in service.app.pollers().await.unwrap().values_mut() {
        let (_, reports) = poller.run_once().await;
        for report in reports {
            report.result.unwrap_or_else(|error| panic!("{}: {error}", report.decision.feed));
        }
    }
}

/// Ask for one thing; how many changes came of it.
pub async fn asked(service: &Service, feed: PollTarget) -> usize {
    let mut pollers = service.app.pollers().await.unwrap();
    let poller = pollers.values_mut().next().unwrap();
    poller.poll_once(feed).await.expect("can be asked").result.expect("is taken").changes.len()
}

pub async fn one(service: &Service, sport: Sport, id: &str) -> Value {
    let found = service.http.all(&format!("/api/v1/matches?sport={sport}&ids={id}")).await;
    let [m] = &found[..] else { panic!("{} matches of {sport} are {id}", found.len()) };
    let path = format!("/api/v1/{}", m["channel"].as_str().unwrap().replace('.', "/"));
    service.http.json(&path).await
}
