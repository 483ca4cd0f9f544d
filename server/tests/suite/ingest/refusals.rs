//! What the upstream refuses, and what is done without it.

use crate::support::{
    service::{Service, service},
    upstream::fixture,
};
use axum::{Json, Router, extract::Query, extract::State};
use chrono::{DateTime, Utc};
use entity::model::Sport;
use serde_json::{Value, json};
use server::{
    clock::Clock,
    ingest::{Poller, target::PollTarget},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

type Asked = BTreeMap<String, String>;
type Answers = Arc<dyn Fn(&Asked, usize) -> Value + Send + Sync>;

/// Answers by the parameters, and remembers every question.
#[derive(Clone)]
struct Stub {
    answers: Answers,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Stub {
    fn new(answers: impl Fn(&Asked, usize) -> Value + Send + Sync + 'static) -> Self {
        Self { answers: Arc::new(answers), asked: Arc::default() }
    }

    async fn service(&self, clock: Clock) -> Service {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        service().clock(clock).with("UPSTREAM_FOOTBALL_BASE_URL", address).start().await
    }

    /// How many questions had that parameter.
    fn count(&self, name: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| asked.contains_key(name)).count()
    }
}

async fn answer(State(stub): State<Stub>, Query(asked): Query<Asked>) -> Json<Value> {
    let before = {
        let mut all = stub.asked.lock().unwrap();
        all.push(asked.clone());
        all.iter().filter(|before| **before == asked).count() - 1
    };
    Json((stub.answers)(&asked, before))
}

fn rows(rows: Vec<Value>) -> Value {
    json!({"get": "fixtures", "parameters": [], "errors": [], "results": rows.len(), "response": rows})
}

fn refusal(errors: Value) -> Value {
    json!({"get": "fixtures", "parameters": [], "errors": errors, "results": 0, "response": []})
}

async fn poller(service: &Service) -> Poller {
    service.app.pollers().await.unwrap().into_values().next().unwrap()
}

/// Make planned rounds until something holds.
async fn until(poller: &mut Poller, what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..80 {
        poller.run_once().await;
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("waited for {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_plan_refuses_several_names_in_a_call_matches_are_closed_one_by_one() {
    let stub = Stub::new(|asked, _| match (asked.get("ids"), asked.get("id")) {
        (Some(_), _) => {
            refusal(json!({"plan": "Free plans do not have access to the Ids parameter."}))
        }
        (None, Some(id)) => {
            let mut ended = fixture(id.parse().unwrap(), 1, 0);
            ended["fixture"]["status"] =
                json!({"long": "Match Finished", "short": "FT", "elapsed": 90});
            rows(vec![ended])
        }
        (None, None) if asked.contains_key("date") => {
            rows(vec![fixture(5, 1, 0), fixture(6, 1, 0)])
        }
        (None, None) => rows(vec![]),
    });
    let service = stub.service(Clock::Real).await;
    let mut poller = poller(&service).await;
    let today = Utc::now().date_naive();
    poller.poll_once(PollTarget::Day(today)).await.unwrap().result.expect("is taken");
    poller.poll_once(PollTarget::Live).await.unwrap().result.expect("is taken");
    until(&mut poller, "both matches to be closed", async || {
        service.http.all("/api/v1/matches?status=finished").await.len() == 2
    })
    .await;
    assert_eq!(stub.count("ids"), 1, "several are named once and never again");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_failed_is_asked_for_again_soon() {
    let stub = Stub::new(|asked, before| match asked.contains_key("date") && before == 0 {
        true => refusal(json!({"bug": "This is on our side, please report us this bug"})),
        false => rows(vec![]),
    });
    let service = stub.service(Clock::Real).await;
    let mut poller = poller(&service).await;
    poller.run_once().await;
    let first = stub.count("date");
    assert!(first >= 3, "three days are asked for");
    until(&mut poller, "all of them to be asked for again", async || {
        stub.count("date") >= first * 2
    })
    .await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_said_to_be_used_up_is_tried_again_after_ten_minutes_and_not_after_a_day() {
    let stub = Stub::new(|_, _| {
        refusal(json!({"requests": "You have reached the request limit for the day"}))
    });
    let midnight: DateTime<Utc> = "2026-11-29T00:00:01Z".parse().unwrap();
    let service = stub.service(Clock::starting_at(midnight)).await;
    let mut poller = poller(&service).await;
    poller.run_once().await;
    let (plan, reports) = poller.run_once().await;
    assert!(reports.is_empty());
    let why = &plan.waits[0].why;
    assert!(why.contains("next try at 00:10:"), "{why}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_that_no_answer_names_for_a_day_is_live_no_longer_and_comes_back_when_it_moves() {
    let stub = Stub::new(|asked, before| match asked.contains_key("date") {
        true => rows(vec![fixture(5, 1 + u32::from(before > 0), 0)]),
        false => rows(vec![]),
    });
    // A day goes by in two seconds.
    let service = stub.service(Clock::with_speed(Utc::now(), 43_200.0)).await;
    let mut poller = poller(&service).await;
    let day = PollTarget::Day(Utc::now().date_naive());
    let status = async || {
        let found = service.http.all("/api/v1/matches?ids=5").await;
        let status = &found[0]["status"];
        json!([status["phase"], status["label"], status["code"]])
    };
    poller.poll_once(day.clone()).await.unwrap().result.expect("is taken");
    assert_eq!(service.app.ingest.let_go(Sport::Football).await.unwrap().len(), 0);
    assert_eq!(status().await, json!(["live", "Second half", "2H"]));
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(service.app.ingest.let_go(Sport::Football).await.unwrap().len(), 1);
    assert_eq!(status().await, json!(["unknown", "No end was told", "2H"]));
    assert_eq!(service.app.ingest.let_go(Sport::Football).await.unwrap().len(), 0);
    poller.poll_once(day).await.unwrap().result.expect("is taken");
    assert_eq!(status().await, json!(["live", "Second half", "2H"]));
    service.stop().await;
}
