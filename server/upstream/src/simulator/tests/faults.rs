//! Faults and quotas show as the vendor documents them.

use super::*;
use crate::simulator::Faults;

fn with_faults(faults: &str) -> Simulator {
    let faults = faults.parse().expect("a list of faults");
    Simulator::new(SimulatorConfig { faults, ..SimulatorConfig::evening(1, 40, 60.0) })
}

const LIVE: &str = "/fixtures?date=2026-10-03";

#[test]
fn a_list_of_faults_is_read_and_written() {
    let faults: Faults = "429=0.5, hold,reordered=1".parse().expect("a list");
    assert_eq!(faults.to_string(), "429=0.5,hold=0.03,reordered=1");
    assert_eq!("all=0.2,none".parse(), Ok(Faults::none()));
    assert_eq!(Faults::none().to_string(), "none");
}

#[test]
fn an_unknown_fault_and_a_bad_number_are_told_in_plain_words() {
    let unknown = "429,gremlins".parse::<Faults>().expect_err("no such fault").to_string();
    assert!(unknown.starts_with("there is no fault named `gremlins`; use 429,"), "{unknown}");
    for bad in ["hold=often", "hold=1.5", "hold=-1", "hold=NaN"] {
        let error = bad.parse::<Faults>().expect_err("no probability").to_string();
        assert!(error.contains("is not a probability for the fault `hold`"), "{error}");
    }
}

#[test]
fn refusals_show_as_documented() {
    let reply = with_faults("429=1").respond(LIVE);
    assert_eq!(reply.status, 429);
    assert!(reply.body.starts_with(r#"{"message":"Too many requests."#));

    let answer = parsed(&with_faults("rate_limit=1"), LIVE);
    assert!(
        answer["errors"]["rateLimit"].as_str().is_some_and(|text| text.starts_with("Too many"))
    );
    assert_eq!(answer["results"], 0);

    let reply = with_faults("5xx=1").respond(LIVE);
    assert!([499, 500, 502, 503].contains(&reply.status.as_u16()));
    assert!(reply.body.contains("Something went wrong"));
}

#[test]
fn spoilt_bodies_show_as_documented() {
    let reply = with_faults("html=1").respond(LIVE);
    assert_eq!(reply.status, 200);
    assert!(reply.body.starts_with("<html>"));
    assert_eq!(reply.headers["content-type"], "text/html; charset=UTF-8");

    let reply = with_faults("truncated=1").respond(LIVE);
    assert!(reply.body.starts_with(r#"{"get":"fixtures""#));
    assert!(serde_json::from_str::<Value>(&reply.body).is_err());

    let held = with_faults("hold=1").respond(LIVE).held;
    assert!(held.as_millis() >= 50 && held.as_millis() <= 250, "{held:?} at speed 60");
}

#[test]
fn reordered_rows_are_the_same_rows() {
    let ids = |simulator: &Simulator| -> Vec<u64> {
        let answer = parsed(simulator, LIVE);
        rows(&answer).iter().filter_map(|row| row["fixture"]["id"].as_u64()).collect()
    };
    let (plain, shuffled) = (ids(&with_faults("none")), ids(&with_faults("reordered=1")));
    assert_ne!(plain, shuffled);
    let sorted = |mut ids: Vec<u64>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(sorted(plain), sorted(shuffled));
}

#[test]
fn a_stale_answer_is_one_given_before() {
    let simulator = Simulator::new(SimulatorConfig {
        faults: "stale=1".parse().expect("a fault"),
        ..SimulatorConfig::evening(1, 40, 20_000.0)
    });
    let first = simulator.respond(LIVE).body;
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert_eq!(simulator.respond(LIVE).body, first, "an hour later the same is told");
}

#[test]
fn quotas_count_down_and_refuse() {
    let simulator = Simulator::new(SimulatorConfig {
        minute_limit: 3,
        day_limit: 100,
        ..SimulatorConfig::new(1, afternoon())
    });
    let left: Vec<_> = (0..3)
        .map(|_| {
            let reply = simulator.respond("/timezone");
            let header = |name: &str| reply.headers[name].to_str().expect("digits").to_owned();
            (header("x-ratelimit-remaining"), header("x-ratelimit-requests-remaining"))
        })
        .collect();
    let expected = [("2", "99"), ("1", "98"), ("0", "97")];
    assert_eq!(left, expected.map(|(minute, day)| (minute.to_owned(), day.to_owned())));
    let refused = parsed(&simulator, "/timezone");
    assert!(refused["errors"]["rateLimit"].is_string());
    // The status costs nothing and is always given.
    let status = parsed(&simulator, "/status");
    assert_eq!(status["response"]["requests"]["current"], 3);
    assert_eq!(status["results"], 0);
    assert!(!simulator.respond("/status").headers.contains_key("x-ratelimit-remaining"));

    let simulator =
        Simulator::new(SimulatorConfig { day_limit: 1, ..SimulatorConfig::new(1, afternoon()) });
    simulator.respond("/timezone");
    let refused = parsed(&simulator, "/timezone");
    assert!(
        refused["errors"]["requests"].as_str().is_some_and(|text| text.contains("for the day"))
    );
    assert_eq!(refused["response"], serde_json::json!([]));
}

#[test]
fn faults_do_not_touch_the_play() {
    let instant = afternoon() + chrono::Duration::hours(2);
    let plain = Simulator::new(SimulatorConfig::new(9, afternoon()));
    let spoilt = Simulator::new(SimulatorConfig {
        faults: "all=0.1".parse().expect("faults"),
        ..SimulatorConfig::new(9, afternoon())
    });
    for question in
        ["/fixtures?live=all", "/fixtures?date=2026-10-02", "/standings?league=2001&season=2026"]
    {
        spoilt.respond(question);
    }
    assert_eq!(plain.truth_at(instant), spoilt.truth_at(instant));
}
