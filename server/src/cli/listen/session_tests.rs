use super::*;
use serde_json::{Value, json};

const MATCH: &str = "sports.football.leagues.l.matches.5";

/// What a session was told to do, in short.
fn short(effects: Vec<Effect>) -> Vec<String> {
    let word = |effect| match effect {
        Effect::Send(text) => format!("send {text}"),
        Effect::Print(news) => format!("print {}", news.event.data),
        Effect::Say(said) => format!("say {said}"),
        Effect::Leave(leave) => format!("{leave:?}"),
    };
    effects.into_iter().map(word).collect()
}

fn hear(session: &mut Session, event: &str, channel: &str, data: &Value) -> Vec<String> {
    let message = json!({"event": event, "channel": channel, "data": data.to_string()});
    short(session.take(Input::Text(&message.to_string())))
}

fn greet(session: &mut Session, seq: &str) -> Vec<String> {
    let data = json!({"socket_id": "1.1", "activity_timeout": 30,
        "resume": {"epoch": "e", "seq": seq}});
    hear(session, "pusher:connection_established", "", &data)
}

fn subscribed(session: &mut Session, channel: &str, data: &Value) -> Vec<String> {
    hear(session, "pusher_internal:subscription_succeeded", channel, data)
}

fn error(session: &mut Session, code: u16) -> Vec<String> {
    let error = json!({"event": "pusher:error", "data": {"code": code, "message": "No."}});
    short(session.take(Input::Text(&error.to_string())))
}

fn change(version: u64, seq: &str) -> Value {
    json!({"match": "5", "channel": MATCH, "version": version, "seq": seq, "epoch": "e",
        "at": "2026-01-01T12:00:00Z", "changes": [], "patch": {}})
}

fn snapshot(version: u64, seq: &str) -> Value {
    let side = |role: &str, name: &str| json!({"role": role, "id": "1", "name": name, "score": 1});
    json!({"id": "5", "channel": MATCH, "version": version, "seq": seq,
        "competitors": [side("home", "Reds"), side("away", "Blues")]})
}

/// One that listens to everything.
fn listening(start: Start) -> Session {
    let mut session = Session::new(vec!["sports".to_owned()], start);
    greet(&mut session, "7-0");
    subscribed(&mut session, "sports", &json!({}));
    session
}

#[test]
fn a_channel_named_twice_is_asked_for_once() {
    let names = ["sports", "sports.football", "sports"].map(str::to_owned).to_vec();
    let sent = greet(&mut Session::new(names, Start::Now), "7-0");
    let wish = |channel: &str| {
        json!({"event": "pusher:subscribe", "data": {"channel": channel}}).to_string()
    };
    assert_eq!(sent, [wish("sports"), wish("sports.football")].map(|wish| format!("send {wish}")));
}

#[test]
fn after_a_cut_it_goes_on_from_the_last_message() {
    let mut session = listening(Start::Now);
    assert_eq!(hear(&mut session, "score.updated", "sports", &change(2, "9-0")).len(), 1);
    let left = short(session.take(Input::Closed(None)));
    assert_eq!(left[1], "Wait(0)", "{left:?}");
    let sent = greet(&mut session, "12-0");
    assert!(sent[0].contains(r#""resume":{"epoch":"e","seq":"9-0"}"#), "{sent:?}");
    assert_eq!(
        subscribed(&mut session, "sports", &json!({"recovered": true})),
        ["say connected again, sports is resumed"]
    );
    assert_eq!(hear(&mut session, "score.updated", "sports", &change(2, "9-0")), [""; 0]);
    assert_eq!(hear(&mut session, "score.updated", "sports", &change(3, "10-0")).len(), 1);
}

#[test]
fn after_a_cut_before_the_first_message_it_goes_on_from_where_it_was_greeted() {
    let mut session = listening(Start::Snapshot);
    session.take(Input::Closed(None));
    let sent = greet(&mut session, "12-0");
    assert!(sent[0].contains(r#""resume":{"epoch":"e","seq":"7-0"}"#), "{sent:?}");
}

#[test]
fn what_cannot_be_replayed_is_said_and_a_snapshot_counts_what_it_stands_for() {
    let mut session = listening(Start::Now);
    hear(&mut session, "score.updated", "sports", &change(2, "9-0"));
    session.take(Input::Closed(None));
    greet(&mut session, "900-0");
    let said = subscribed(&mut session, "sports", &json!({"recovered": false}));
    assert!(said[0].contains("what was missed is no longer kept"), "{said:?}");
    let said = hear(&mut session, "match.snapshot", "sports", &snapshot(6, "800-0"));
    assert_eq!(said, ["say snapshot taken in place of 4 changes: Reds 1–1 Blues"]);
    assert_eq!(hear(&mut session, "score.updated", "sports", &change(6, "800-0")), [""; 0]);
    session.take(Input::Closed(None));
    let sent = greet(&mut session, "901-0");
    assert!(sent[0].contains(r#""seq":"900-0""#), "{sent:?}");
}

#[test]
fn a_change_on_two_channels_is_printed_once_and_one_that_never_came_is_said() {
    let mut session = listening(Start::Now);
    assert_eq!(hear(&mut session, "score.updated", "sports", &change(2, "9-0")).len(), 1);
    assert_eq!(hear(&mut session, "score.updated", MATCH, &change(2, "9-0")), [""; 0]);
    let heard = hear(&mut session, "score.updated", "sports", &change(5, "20-0"));
    assert_eq!(heard[0], format!("say {MATCH}: 2 changes did not come"));
    assert!(heard[1].starts_with("print "), "{heard:?}");
}

#[test]
fn a_new_life_of_the_log_begins_its_versions_anew() {
    let mut session = listening(Start::Now);
    hear(&mut session, "score.updated", "sports", &change(8, "9-0"));
    let mut restored = change(3, "4-0");
    restored["epoch"] = json!("f");
    assert_eq!(hear(&mut session, "score.updated", "sports", &restored).len(), 1);
}

#[test]
fn codes_say_whether_and_when_to_come_back() {
    for (code, left) in [(4001, "Fail"), (4100, "Wait(0)"), (4201, "Again")] {
        let effects = error(&mut listening(Start::Now), code);
        assert!(
            effects.last().expect("something is done").starts_with(left),
            "{code}: {effects:?}"
        );
        let mut session = listening(Start::Now);
        let effects = short(session.take(Input::Closed(Some(code))));
        assert!(
            effects.last().expect("something is done").starts_with(left),
            "closed with {code}: {effects:?}"
        );
    }
    assert_eq!(error(&mut listening(Start::Now), 4301), ["say the service says: No."]);
}

#[test]
fn connections_that_end_before_they_serve_are_waited_for_ever_longer() {
    let mut session = listening(Start::Now);
    assert_eq!(error(&mut session, 4200)[1], "Again");
    for tries in 1..5 {
        greet(&mut session, "7-0");
        assert_eq!(error(&mut session, 4200)[1], format!("Wait({tries})"));
    }
    greet(&mut session, "7-0");
    subscribed(&mut session, "sports", &json!({"recovered": true}));
    assert_eq!(error(&mut session, 4200)[1], "Again");
}

#[test]
fn a_refused_channel_ends_it_with_one_sentence() {
    let names = || ["sports", "sports.cricket"].map(str::to_owned).to_vec();
    let sentence = r#"Fail("sports.cricket is refused: No")"#;
    let mut session = Session::new(names(), Start::Now);
    greet(&mut session, "7-0");
    subscribed(&mut session, "sports", &json!({}));
    assert_eq!(error(&mut session, 4300), [sentence]);
    let mut session = Session::new(names(), Start::Now);
    greet(&mut session, "7-0");
    let why = json!({"type": "NotFound", "error": "No", "status": 404});
    assert_eq!(hear(&mut session, "pusher:subscription_error", "sports.cricket", &why), [sentence]);
}

#[test]
fn a_service_that_was_never_met_is_no_reason_to_wait_but_one_that_is_busy_is() {
    let nobody = || Input::Unreached { why: "nobody".to_owned(), busy: false };
    let new = || Session::new(vec!["sports".to_owned()], Start::Now);
    assert_eq!(short(new().take(nobody())), [r#"Fail("nobody")"#]);
    let busy = Input::Unreached { why: "busy".to_owned(), busy: true };
    assert_eq!(short(new().take(busy)), ["say busy; trying again", "Wait(0)"]);
    let mut session = listening(Start::Now);
    session.take(Input::Closed(None));
    assert_eq!(short(session.take(nobody())), ["Wait(1)"]);
}

#[test]
fn a_silent_service_is_asked_once_and_then_left() {
    let mut session = listening(Start::Now);
    assert_eq!(session.patience(), Duration::from_secs(30));
    assert_eq!(short(session.take(Input::Silent)), [format!("send {}", wire::PING)]);
    assert_eq!(session.patience(), ANSWER);
    session.take(Input::Alive);
    assert_eq!(short(session.take(Input::Silent)), [format!("send {}", wire::PING)]);
    assert_eq!(short(session.take(Input::Silent))[1], "Wait(0)");
    assert_eq!(hear(&mut session, "pusher:ping", "", &json!({})), [format!("send {}", wire::PONG)]);
}

#[test]
fn what_an_operator_publishes_is_printed_as_it_is() {
    let mut session = Session::new(vec!["orders".to_owned()], Start::Now);
    greet(&mut session, "7-0");
    subscribed(&mut session, "orders", &json!({}));
    let printed = hear(&mut session, "order.paid", "orders", &json!({"id": 1}));
    assert_eq!(printed, [r#"print {"id":1}"#]);
}
