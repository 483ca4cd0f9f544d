//! The fetcher against an upstream made of canned answers.

use super::*;
use crate::{
    clock::Clock,
    gateway::{NoPeers, Statuses},
    store::Database,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;
use upstream::client::{Budget, Failure, UpstreamError};

/// Counts its calls, can be held up, and can be told to fail.
struct Canned {
    calls: AtomicUsize,
    failing: std::sync::atomic::AtomicBool,
    gate: Semaphore,
}

impl Canned {
    fn open() -> Arc<Self> {
        let calls = AtomicUsize::new(0);
        Arc::new(Self { calls, failing: false.into(), gate: Semaphore::new(1_000_000) })
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Ask for Canned {
    async fn ask(&self, sport: Sport, query: &Query) -> Result<Answer, AskError> {
        if sport != Sport::Football {
            return Err(FetchError::NotFollowed(sport).into());
        }
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        self.gate.acquire().await.expect("is never closed").forget();
        if self.failing.load(Ordering::SeqCst) {
            let error = UpstreamError::HtmlPage { status: 502 };
            return Err(Failure { error, budget: Budget::default() }.into());
        }
        let body = format!(
            r#"{{"get":"{}","parameters":[],"errors":[],"results":1,"response":[{number}]}}"#,
            query.endpoint()
        );
        Ok(Answer::open(200, &HeaderMap::new(), body.into(), Instant::default())?)
    }
}

/// A clock that runs a thousand times too fast: a millisecond is a second.
fn fast() -> Clock {
    Clock::with_speed("2026-11-23T12:00:00Z".parse().expect("is an instant"), 1_000.0)
}

fn fetcher(canned: &Arc<Canned>, clock: Clock) -> Fetcher {
    let allowances = CallBudget::new(Statuses::default(), clock);
    Fetcher::new(canned.clone(), Arc::new(NoPeers), None, allowances, clock)
}

async fn get(fetcher: &Fetcher, policy: Policy) -> Result<Fetched, FetchError> {
    let query = Query::new("standings").with("league", 4);
    fetcher.get(Sport::Football, &query, policy, &Unlimited).await
}

#[tokio::test]
async fn ten_thousand_identical_cold_questions_are_one_call() {
    let canned = Canned::open();
    let fetcher = fetcher(&canned, Clock::Real);
    let asked = (0..10_000).map(|_| {
        let fetcher = fetcher.clone();
        tokio::spawn(async move { get(&fetcher, Policy::seconds(60)).await })
    });
    for answer in futures::future::join_all(asked).await {
        let answer = answer.expect("ends").expect("is answered");
        assert_eq!(answer.answer.response(), b"[0]");
    }
    assert_eq!(canned.calls(), 1);
}

#[tokio::test]
async fn a_failure_for_ten_thousand_is_one_call_too_and_is_never_data() {
    let canned = Canned::open();
    canned.failing.store(true, Ordering::SeqCst);
    let fetcher = fetcher(&canned, Clock::Real);
    let asked = (0..10_000).map(|_| get(&fetcher, Policy::seconds(60)));
    let answers = futures::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(FetchError::Upstream(_)))));
    assert_eq!(canned.calls(), 1);
    canned.failing.store(false, Ordering::SeqCst);
    assert!(get(&fetcher, Policy::seconds(60)).await.is_err(), "the failure rests for a moment");
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(get(&fetcher, Policy::seconds(60)).await.expect("answers").source, Source::Miss);
}

#[tokio::test]
async fn an_answer_past_its_time_is_given_at_once_and_renewed_behind() {
    let canned = Canned::open();
    let fetcher = fetcher(&canned, fast());
    let policy = Policy {
        fresh: TimeDelta::seconds(50),
        revalidate: TimeDelta::hours(1),
        on_error: TimeDelta::hours(1),
        empty: TimeDelta::zero(),
        keep: false,
    };
    assert_eq!(get(&fetcher, policy).await.expect("answers").source, Source::Miss);
    assert_eq!(get(&fetcher, policy).await.expect("answers").source, Source::Hit);
    tokio::time::sleep(Duration::from_millis(60)).await;
    let stale = get(&fetcher, policy).await.expect("answers");
    assert_eq!((stale.source, stale.answer.response()), (Source::Stale, &b"[0]"[..]));
    tokio::time::sleep(Duration::from_millis(20)).await;
    let renewed = get(&fetcher, policy).await.expect("answers");
    assert_eq!(renewed.answer.response(), b"[1]");
    assert_eq!(canned.calls(), 2);
}

#[tokio::test]
async fn an_old_answer_stands_in_where_the_upstream_fails_and_keeps_its_true_age() {
    let canned = Canned::open();
    let fetcher = fetcher(&canned, fast());
    let policy = Policy {
        fresh: TimeDelta::seconds(5),
        revalidate: TimeDelta::seconds(5),
        on_error: TimeDelta::hours(10),
        empty: TimeDelta::zero(),
        keep: false,
    };
    let first = get(&fetcher, policy).await.expect("answers");
    canned.failing.store(true, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(30)).await;
    let stale = get(&fetcher, policy).await.expect("the old one");
    assert_eq!((stale.source, stale.as_of), (Source::Stale, first.as_of));
}

#[tokio::test]
async fn a_caller_who_goes_away_does_not_end_the_call_for_the_others() {
    let canned = Arc::new(Canned {
        gate: Semaphore::new(0),
        ..Arc::into_inner(Canned::open()).expect("is the only one")
    });
    let fetcher = fetcher(&canned, Clock::Real);
    let first = tokio::spawn({
        let fetcher = fetcher.clone();
        async move { get(&fetcher, Policy::seconds(60)).await }
    });
    while canned.calls() == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    canned.gate.add_permits(1);
    assert!(get(&fetcher, Policy::seconds(60)).await.is_ok());
    assert_eq!(canned.calls(), 1);
}

#[tokio::test]
async fn a_restart_serves_what_was_kept_with_its_age() {
    let database = Database::connect("sqlite::memory:").await.expect("opens");
    database.migrate().await.expect("migrates");
    let shelf = || Some(SqlCacheTier::new(database.clone()));
    let canned = Canned::open();
    let clock = fast();
    let allowances = CallBudget::new(Statuses::default(), clock);
    let kept = Policy::kept(3_600);
    let before =
        Fetcher::new(canned.clone(), Arc::new(NoPeers), shelf(), allowances.clone(), clock);
    let first = get(&before, kept).await.expect("answers");
    canned.failing.store(true, Ordering::SeqCst);
    let after = Fetcher::new(canned.clone(), Arc::new(NoPeers), shelf(), allowances, clock);
    let again = get(&after, kept).await.expect("answers");
    assert_eq!(again.as_of, first.as_of);
    assert_eq!(again.answer.response(), first.answer.response());
    assert_eq!(canned.calls(), 1);
}

/// Two nodes and one store between them.
#[derive(Default)]
struct Between {
    kept: Mutex<HashMap<String, StoredResponse>>,
    claimed: Mutex<std::collections::HashSet<String>>,
}

#[async_trait]
impl FetchPeers for Between {
    async fn read(&self, key: &str) -> Option<StoredResponse> {
        self.kept.lock().expect("is free").get(key).cloned()
    }

    async fn write(&self, key: &str, kept: &StoredResponse, _keep: Duration) {
        self.kept.lock().expect("is free").insert(key.to_owned(), kept.clone());
    }

    async fn claim(&self, key: &str, _at_most: Duration) -> bool {
        self.claimed.lock().expect("is free").insert(key.to_owned())
    }

    async fn release(&self, key: &str) {
        self.claimed.lock().expect("is free").remove(key);
    }
}

#[tokio::test]
async fn two_nodes_that_ask_at_once_make_one_call() {
    let canned = Canned::open();
    let between = Arc::new(Between::default());
    let node = || {
        let allowances = CallBudget::new(Statuses::default(), Clock::Real);
        Fetcher::new(canned.clone(), between.clone(), None, allowances, Clock::Real)
    };
    let (one, two) = (node(), node());
    let (a, b) = tokio::join!(get(&one, Policy::seconds(60)), get(&two, Policy::seconds(60)));
    assert_eq!(a.expect("answers").answer.body(), b.expect("answers").answer.body());
    assert_eq!(canned.calls(), 1);
}

#[tokio::test]
async fn a_sport_without_an_upstream_is_said_to_have_none() {
    let fetcher = fetcher(&Canned::open(), Clock::Real);
    let games = Query::new("games");
    let answer = fetcher.get(Sport::Rugby, &games, Policy::seconds(1), &Unlimited).await;
    assert_eq!(answer.expect_err("is refused"), FetchError::NotFollowed(Sport::Rugby));
}

/// One who can pay so many times.
struct LimitedPayer(AtomicUsize);

impl Payer for LimitedPayer {
    fn rank(&self) -> Rank {
        Rank::Anonymous
    }

    fn pay(&self) -> Result<(), Duration> {
        let less = |left: usize| left.checked_sub(1);
        let paid = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        paid.map(drop).map_err(|_| Duration::from_secs(60))
    }
}

#[tokio::test]
async fn who_cannot_pay_is_given_what_is_at_hand_and_nothing_else() {
    let canned = Canned::open();
    let fetcher = fetcher(&canned, fast());
    let (purse, policy) = (LimitedPayer(1.into()), Policy::seconds(20));
    let ask = async |league: i64| {
        let query = Query::new("standings").with("league", league);
        fetcher.get(Sport::Football, &query, policy, &purse).await
    };
    assert_eq!(ask(4).await.expect("is paid for").source, Source::Miss);
    assert_eq!(ask(4).await.expect("is at hand").source, Source::Hit);
    let spent = ask(5).await.expect_err("is refused");
    assert_eq!(spent, FetchError::Spent(Duration::from_secs(60)));
    // Past its time, and past the time in which it is renewed behind.
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(25)).await;
        assert_eq!(ask(4).await.expect("is at hand").source, Source::Stale);
    }
    assert_eq!(canned.calls(), 1);
    assert!(get(&fetcher, policy).await.is_ok(), "another asker is not held to it");
}

#[tokio::test]
async fn an_answer_that_says_nothing_is_kept_for_a_day() {
    struct Nothing(AtomicUsize);

    #[async_trait]
    impl Ask for Nothing {
        async fn ask(&self, _: Sport, query: &Query) -> Result<Answer, AskError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            let body = format!(
                r#"{{"get":"{}","parameters":[],"errors":[],"results":0,"response":[]}}"#,
                query.endpoint()
            );
            Ok(Answer::open(200, &HeaderMap::new(), body.into(), Instant::default())?)
        }
    }

    // A millisecond is a minute.
    let noon = "2026-11-23T12:00:00Z".parse().expect("is an instant");
    let clock = Clock::with_speed(noon, 60_000.0);
    let nothing = Arc::new(Nothing(AtomicUsize::new(0)));
    let allowances = CallBudget::new(Statuses::default(), clock);
    let fetcher = Fetcher::new(nothing.clone(), Arc::new(NoPeers), None, allowances, clock);
    for _ in 0..5 {
        assert!(get(&fetcher, Policy::kept(3_600)).await.is_ok());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(nothing.0.load(Ordering::SeqCst), 1, "for eight hours of them it is good");
    // A list of what is in play fills at any moment.
    assert_eq!(Policy::seconds(15).empty, TimeDelta::seconds(15));
}
