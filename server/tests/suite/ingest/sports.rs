//! Every sport from its upstream to its readers: recorded rows, given to the questions that the
//! service asks, come out of REST, and a change of one reaches the sport's channel.

use crate::support::{
    client::Socket,
    folder::recordings,
    service::{Service, service},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::model::{LeagueId, MatchId, ObservedLeague, ObservedMatch, Sport};
use serde_json::{Value, json};
use server::{clock::Clock, ingest::target::PollTarget};
use std::{collections::BTreeMap, path::PathBuf};
use upstream::{
    client::{Answer, Query},
    replay::{Replay, router},
    sport::{Particular, ask, read},
};

/// What is recorded of a sport, and one match of it written out by hand.
struct Case {
    sport: Sport,
    rows: &'static [&'static str],
    date: &'static str,
    id: &'static str,
    league: &'static str,
    names: [&'static str; 2],
    scores: [Option<i64>; 2],
    periods: &'static [(&'static str, [Option<i64>; 2])],
}

const CASES: [Case; 10] = [
    Case {
        sport: Sport::Basketball,
        rows: &["games-date-2"],
        date: "2021-10-20",
        id: "137229",
        league: "nba",
        names: ["Los Angeles Lakers", "Golden State Warriors"],
        scores: [Some(114), Some(121)],
        periods: &[
            ("Q1", [Some(34), Some(32)]),
            ("Q2", [Some(25), Some(21)]),
            ("Q3", [Some(26), Some(30)]),
            ("Q4", [Some(29), Some(38)]),
        ],
    },
    Case {
        sport: Sport::Hockey,
        rows: &["games-league-season-excerpt-1"],
        date: "2024-09-22",
        id: "370290",
        league: "nhl",
        names: ["Winnipeg Jets", "Minnesota Wild"],
        scores: [Some(2), Some(5)],
        periods: &[
            ("P1", [Some(1), Some(2)]),
            ("P2", [Some(0), Some(2)]),
            ("P3", [Some(1), Some(1)]),
        ],
    },
    Case {
        sport: Sport::Baseball,
        rows: &["games-date-1"],
        date: "2026-10-01",
        id: "187803",
        league: "mlb",
        names: ["New York Yankees", "Boston Red Sox"],
        scores: [Some(9), Some(2)],
        periods: &[
            ("1", [Some(0), Some(0)]),
            ("2", [Some(0), Some(0)]),
            ("3", [Some(0), Some(0)]),
            ("4", [Some(1), Some(0)]),
            ("5", [Some(1), Some(0)]),
            ("6", [Some(6), Some(1)]),
            ("7", [Some(1), Some(1)]),
            ("8", [Some(0), Some(0)]),
            ("9", [None, Some(0)]),
        ],
    },
    Case {
        sport: Sport::Handball,
        rows: &["games-league-season-excerpt-1"],
        date: "2024-09-05",
        id: "166376",
        league: "bundesliga",
        names: ["Hannover-Burgdorf", "Gummersbach"],
        scores: [Some(28), Some(32)],
        periods: &[("1H", [Some(15), Some(15)]), ("2H", [Some(13), Some(17)])],
    },
    Case {
        sport: Sport::Rugby,
        rows: &["games-league-season-excerpt-1"],
        date: "2024-09-07",
        id: "45917",
        league: "top-14",
        names: ["Aviron Bayonnais", "USA Perpignan"],
        scores: [Some(21), Some(19)],
        periods: &[("1H", [Some(12), Some(16)]), ("2H", [Some(9), Some(3)])],
    },
    Case {
        sport: Sport::Volleyball,
        rows: &["games-date-1"],
        date: "2026-10-01",
        id: "217111",
        league: "asian-games",
        names: ["Kazakhstan", "Hong Kong"],
        scores: [Some(3), Some(2)],
        periods: &[
            ("S1", [Some(22), Some(25)]),
            ("S2", [Some(24), Some(26)]),
            ("S3", [Some(25), Some(20)]),
            ("S4", [Some(26), Some(24)]),
            ("S5", [Some(15), Some(11)]),
        ],
    },
    Case {
        sport: Sport::AmericanFootball,
        rows: &["games-date-1"],
        date: "2022-09-11",
        id: "3955",
        league: "nfl",
        names: ["Atlanta Falcons", "New Orleans Saints"],
        scores: [Some(26), Some(27)],
        periods: &[
            ("Q1", [Some(3), Some(7)]),
            ("Q2", [Some(13), Some(0)]),
            ("Q3", [Some(7), Some(3)]),
            ("Q4", [Some(3), Some(17)]),
        ],
    },
    Case {
        sport: Sport::Nba,
        rows: &["games-date-2"],
        date: "2024-04-14",
        id: "13734",
        league: "standard",
        names: ["Boston Celtics", "Washington Wizards"],
        scores: [Some(132), Some(122)],
        periods: &[
            ("Q1", [Some(34), Some(30)]),
            ("Q2", [Some(35), Some(29)]),
            ("Q3", [Some(38), Some(30)]),
            ("Q4", [Some(25), Some(33)]),
        ],
    },
    Case {
        sport: Sport::Afl,
        rows: &["games-league-season-excerpt-2"],
        date: "2024-08-03",
        id: "3010",
        league: "1",
        names: ["North Melbourne Kangaroos", "Richmond Tigers"],
        scores: [Some(90), Some(77)],
        periods: &[],
    },
    Case {
        sport: Sport::Mma,
        rows: &["fights-date-1"],
        date: "2023-08-26",
        id: "878",
        league: "ufc-fight-night-holloway-vs-the-korean-zombie",
        names: ["Jarno Errens", "Seung Woo Choi"],
        scores: [None, None],
        periods: &[],
    },
];

/// A folder of recordings under the questions they answer.
struct Tape {
    sport: Sport,
    recorded: PathBuf,
    folder: tempfile::TempDir,
}

impl Tape {
    fn of(sport: Sport) -> Option<Self> {
        let recorded = recordings()?.join(sport.slug());
        Some(Self { sport, recorded, folder: tempfile::tempdir().unwrap() })
    }

    /// The rows of a recording.
    fn rows(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.recorded.join(format!("{name}.json"))).unwrap();
        let envelope: Value = serde_json::from_str(&text).unwrap();
        envelope["response"].as_array().unwrap().clone()
    }

    /// Answer a question; several answers to one are given by their places.
    fn put(&self, query: &Query, place: usize, rows: &[Value]) {
        let parameters: BTreeMap<_, _> = query.params().iter().cloned().collect();
        let envelope = json!({"get": query.endpoint(), "parameters": parameters, "errors": [],
            "results": rows.len(), "response": rows});
        let name: String =
            query.to_string().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let file = self.folder.path().join(format!("{name} {place}.json"));
        std::fs::write(file, envelope.to_string()).unwrap();
    }

    /// Put rows on the lists of their days.
    fn put_days(&self, rows: &[Value]) -> Vec<ObservedMatch> {
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

    fn observation(&self, row: &Value) -> ObservedMatch {
        let body = json!({"get": "games", "parameters": [], "errors": [], "response": [row]});
        let body = body.to_string().into();
        let answer = Answer::open(200, &http::HeaderMap::new(), body, Utc::now()).unwrap();
        let mut read = read::observations(self.sport, &answer, Utc::now()).unwrap();
        assert!(read.skipped.is_empty(), "{:?}", read.skipped);
        read.rows.remove(0)
    }

    /// A service that follows it, late on a day; nothing is asked by itself.
    async fn service(&self, date: &str) -> Service {
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
async fn round(service: &Service) {
    for poller in service.app.pollers().await.unwrap().values_mut() {
        let (_, reports) = poller.run_once().await;
        for report in reports {
            report.result.unwrap_or_else(|error| panic!("{}: {error}", report.decision.feed));
        }
    }
}

/// Ask for one thing; how many changes came of it.
async fn asked(service: &Service, feed: PollTarget) -> usize {
    let mut pollers = service.app.pollers().await.unwrap();
    let poller = pollers.values_mut().next().unwrap();
    poller.poll_once(feed).await.expect("can be asked").result.expect("is taken").changes.len()
}

async fn one(service: &Service, sport: Sport, id: &str) -> Value {
    let found = service.http.all(&format!("/api/v1/matches?sport={sport}&ids={id}")).await;
    let [m] = &found[..] else { panic!("{} matches of {sport} are {id}", found.len()) };
    let path = format!("/api/v1/{}", m["channel"].as_str().unwrap().replace('.', "/"));
    service.http.json(&path).await
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_matches_of_every_sport_come_out_of_rest() {
    for case in CASES {
        let sport = case.sport;
        let Some(tape) = Tape::of(sport) else { return };
        let rows: Vec<Value> = case.rows.iter().flat_map(|name| tape.rows(name)).collect();
        let sighted = tape.put_days(&rows);
        let service = tape.service(case.date).await;
        round(&service).await;
        let date: NaiveDate = case.date.parse().unwrap();
        let mut expected: Vec<&str> = sighted
            .iter()
            .filter(|one| one.starts_at.date_naive() == date)
            .map(|one| one.id.0.as_str())
            .collect();
        expected.sort_unstable();
        expected.dedup();
        let path = format!("/api/v1/matches?sport={sport}&date={}&limit=100", case.date);
        let listed = service.http.all(&path).await;
        let mut ids: Vec<&str> = listed.iter().map(|m| m["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{sport}");
        let m = one(&service, sport, case.id).await;
        let both = |field: &str| json!([0, 1].map(|side| m["competitors"][side][field].clone()));
        let periods: Vec<Value> = case
            .periods
            .iter()
            .map(|(name, scores)| json!({"name": name, "scores": scores}))
            .collect();
        assert_eq!(
            json!([both("name"), both("score"), m["periods"], m["status"]["phase"]]),
            json!([case.names, case.scores, periods, "finished"]),
            "{sport}"
        );
        let league = &m["league"];
        let word =
            if matches!(sport, Sport::Afl | Sport::Nba) { &league["id"] } else { &league["slug"] };
        assert_eq!(word, case.league, "{sport}");
        // By its slug and by the upstream's word for it, number or not.
        for word in [&league["slug"], &league["id"]] {
            let path = format!("/api/v1/sports/{sport}/leagues/{}/matches", word.as_str().unwrap());
            assert!(!service.http.all(&path).await.is_empty(), "{path}");
        }
        let sports = service.http.json("/api/v1/sports").await;
        let told = &sports["data"][0];
        assert_eq!((&told["sport"], &told["today"]), (&json!(sport), &json!(expected.len())));
        assert_eq!(sports["data"].as_array().unwrap().len(), 1);
        service.stop().await;
    }
}

/// The same row, told anew: with a higher score, or begun later where there is none.
fn edited(sport: Sport, row: &Value) -> Value {
    let mut row = row.clone();
    let place = match sport {
        Sport::Basketball | Sport::Baseball | Sport::AmericanFootball => "/scores/home/total",
        Sport::Hockey | Sport::Handball | Sport::Rugby | Sport::Volleyball => "/scores/home",
        Sport::Nba => "/scores/home/points",
        Sport::Afl => "/scores/home/score",
        Sport::Mma => "/timestamp",
        Sport::Football | Sport::Formula1 => unreachable!("has tests of its own"),
    };
    let number = row.pointer_mut(place).unwrap();
    *number = json!(number.as_i64().unwrap() + 1);
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_any_sport_is_told_on_its_channel_and_kept_in_its_log() {
    for case in CASES {
        let sport = case.sport;
        let Some(tape) = Tape::of(sport) else { return };
        let date: NaiveDate = case.date.parse().unwrap();
        let rows = tape.rows(case.rows[0]);
        let row = rows.iter().find(|row| tape.observation(row).id.0 == case.id).unwrap();
        let query = ask::day(sport, date);
        tape.put(&query, 1, std::slice::from_ref(row));
        tape.put(&query, 2, &[edited(sport, row)]);
        let service = tape.service(case.date).await;
        let day = PollTarget::Day(date);
        assert_eq!(asked(&service, day.clone()).await, 0, "{sport}: first sight is silent");
        let mut socket = Socket::connect(&service.socket()).await;
        let channel = format!("sports.{sport}");
        socket.subscribe(&channel, None).await;
        socket.expect("pusher_internal:subscription_succeeded").await;
        assert_eq!(asked(&service, day.clone()).await, 1, "{sport}");
        let event = if sport == Sport::Mma { "schedule.changed" } else { "score.updated" };
        let told = socket.expect(event).await;
        assert_eq!((&*told.channel, &told.data["match"]), (&*channel, &json!(case.id)));
        let goals = told.data["changes"].as_array().unwrap();
        let goals = goals.iter().filter(|item| item["kind"] == "goal").count();
        let scores_goals = matches!(sport, Sport::Hockey | Sport::Handball);
        assert_eq!(goals, usize::from(scores_goals), "{sport}: {}", told.data);
        let path = format!("/api/v1/sports/{sport}/leagues");
        let leagues = service.http.all(&path).await;
        let slug = leagues[0]["slug"].as_str().unwrap();
        let path = format!("{path}/{slug}/matches/{}/changes?after=1", case.id);
        let log = service.http.json(&path).await;
        assert_eq!(log["data"].as_array().unwrap().len(), 1, "{sport}");
        assert_eq!(asked(&service, day).await, 0, "{sport}: said again it is silent");
        service.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_drove_a_race_is_told_and_stays_when_its_row_is_read_again() {
    let Some(tape) = Tape::of(Sport::Formula1) else { return };
    tape.put_days(&tape.rows("races-1"));
    let race = MatchId("1967".to_owned());
    let of = |kind| ask::particular(Sport::Formula1, kind, &race).unwrap();
    tape.put(&of(Particular::Classification), 1, &tape.rows("rankings-races-1"));
    tape.put(&of(Particular::Grid), 1, &tape.rows("rankings-startinggrid-1"));
    let service = tape.service("2024-12-01").await;
    round(&service).await;
    let before = one(&service, Sport::Formula1, "1967").await;
    assert_eq!(before["competitors"], json!([]));
    assert_eq!(before["league"]["slug"], "qatar-grand-prix");
    assert_eq!(before["status"]["code"], "Completed");
    assert_eq!(asked(&service, PollTarget::Particular(Particular::Grid, race.clone())).await, 1);
    let grid = one(&service, Sport::Formula1, "1967").await;
    assert_eq!(grid["competitors"].as_array().unwrap().len(), 20);
    let classification = PollTarget::Particular(Particular::Classification, race);
    assert_eq!(asked(&service, classification.clone()).await, 1);
    let after = one(&service, Sport::Formula1, "1967").await;
    let first = &after["competitors"][0];
    assert_eq!(first["name"], "Max Verstappen");
    assert_eq!((&first["role"], &first["winner"]), (&json!("entrant"), &json!(true)));
    assert_eq!(after["version"], 3);
    // The row does not tell who drove, and takes nothing away.
    assert_eq!(asked(&service, PollTarget::Day("2024-12-01".parse().unwrap())).await, 0);
    assert_eq!(asked(&service, classification).await, 0);
    assert_eq!(one(&service, Sport::Formula1, "1967").await["version"], 3);
    let log = service
        .http
        .json("/api/v1/sports/formula-1/leagues/qatar-grand-prix/matches/1967/changes?after=1");
    for change in log.await["data"].as_array().unwrap() {
        assert!(change["changes"].as_array().unwrap().len() < 20, "{change}");
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quarters_events_and_results_of_their_own_endpoints_stay_when_the_row_is_read_again() {
    for (sport, rows, date, id, kind, recorded, told) in [
        (
            Sport::Afl,
            "games-league-season-excerpt-1",
            "2024-03-07",
            "2952",
            Particular::Quarters,
            "quarters-1",
            json!([["Q1", [21, 12]], ["Q2", [6, 8]], ["Q3", [25, 30]], ["Q4", [34, 14]]]),
        ),
        (
            Sport::Mma,
            "fights-date-1",
            "2023-08-26",
            "878",
            Particular::Result,
            "fights-results-1",
            json!([["R1", [null, null]], ["R2", [null, null]], ["R3", [null, null]]]),
        ),
    ] {
        let Some(tape) = Tape::of(sport) else { return };
        tape.put_days(&tape.rows(rows));
        let id_ = MatchId(id.to_owned());
        let query = ask::particular(sport, kind, &id_).unwrap();
        tape.put(&query, 1, &tape.rows(recorded));
        let service = tape.service(date).await;
        round(&service).await;
        assert_eq!(one(&service, sport, id).await["periods"], json!([]));
        assert_eq!(asked(&service, PollTarget::Particular(kind, id_)).await, 1, "{sport}");
        assert_eq!(asked(&service, PollTarget::Day(date.parse().unwrap())).await, 0, "{sport}");
        let m = one(&service, sport, id).await;
        let periods: Vec<Value> = m["periods"]
            .as_array()
            .unwrap()
            .iter()
            .map(|period| json!([period["name"], period["scores"]]))
            .collect();
        assert_eq!(json!(periods), told, "{sport}");
        if sport == Sport::Mma {
            assert_eq!(m["incidents"][0]["detail"], "decision");
            assert_eq!(m["incidents"][0]["player"], "Seung Woo Choi");
        }
        service.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_and_rankings_are_given_where_a_sport_has_them_and_refused_in_words_elsewhere() {
    for (sport, league, season, tables, groups) in [
        (Sport::Basketball, "12", "2022-2023", &["standings-1"][..], 8),
        (Sport::Hockey, "3", "2019", &["standings-docs-1"], 6),
        (Sport::Baseball, "1", "2024", &["standings-excerpt-1"], 1),
        (Sport::Handball, "39", "2024", &["standings-excerpt-1"], 1),
        (Sport::Rugby, "3", "2019", &["standings-docs-1"], 1),
        (Sport::Volleyball, "132", "2024", &["standings-1"], 1),
        (Sport::AmericanFootball, "1", "2023", &["standings-2023-A"], 2),
        (Sport::Nba, "standard", "2024", &["standings-excerpt-1"], 2),
        (Sport::Afl, "1", "2024", &["standings-1"], 1),
        (Sport::Formula1, "33", "2024", &["rankings-drivers-1", "rankings-teams-1"], 2),
        (Sport::Mma, "a-card", "2024", &[], 0),
    ] {
        let Some(tape) = Tape::of(sport) else { return };
        let id = LeagueId(league.to_owned());
        for (query, name) in ask::standings(sport, &id, season).iter().zip(tables) {
            tape.put(query, 1, &tape.rows(name));
        }
        let service = tape.service("2026-11-29").await;
        let known = ObservedLeague {
            id,
            name: "The League".to_owned(),
            country: None,
            season: Some(season.to_owned()),
            round: None,
            logo: None,
            flag: None,
        };
        service.app.ingest.apply_leagues(sport, &[known]).await.unwrap();
        let path = format!("/api/v1/sports/{sport}/leagues/the-league");
        // By the season's name, by the year it began in, and by leaving it out.
        let year = &season[..4];
        for query in [format!("?season={season}"), format!("?season={year}"), String::new()] {
            let reply = service.http.get(&format!("{path}/standings{query}")).await;
            if tables.is_empty() {
                assert_eq!(reply.status, 404, "{sport}");
                assert!(reply.text.contains("MMA has no tables"), "{}", reply.text);
                continue;
            }
            assert_eq!(reply.status, 200, "{sport}: {}", reply.text);
            let told = reply.json();
            assert_eq!(told["season"], season, "{sport}");
            let found = told["groups"].as_array().unwrap();
            assert!(found.len() >= groups, "{sport}: {} groups", found.len());
            assert!(found.iter().all(|group| group["rows"][0]["team_name"].is_string()), "{sport}");
        }
        let reply = service.http.get(&format!("{path}/leaders/points")).await;
        if sport == Sport::Formula1 {
            assert_eq!(reply.json()["leaders"][0]["player_name"], "Max Verstappen");
            assert_eq!(reply.json()["metric"], "points");
        } else {
            assert_eq!(reply.status, 404, "{sport}");
            assert!(reply.text.contains("has no rankings"), "{}", reply.text);
        }
        service.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxy_passes_on_the_own_endpoints_of_a_sport() {
    let Some(tape) = Tape::of(Sport::Hockey) else { return };
    let query = Query::new("games/events").with("game", 370_289);
    tape.put(&query, 1, &tape.rows("events-1"));
    let service = tape.service("2024-09-22").await;
    let (_, token) = service.key().await;
    let bearer = format!("Bearer {token}");
    let get =
        async |path: &str| service.http.get_with(path, &[("authorization", bearer.as_str())]).await;
    let reply = get("/api/v1/proxy/hockey/games/events?game=370289").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.json()["response"].as_array().unwrap().len(), 14);
    assert_eq!(get("/api/v1/proxy/hockey/games/events").await.status, 400);
    let reply = get("/api/v1/proxy/hockey/fixtures").await;
    assert_eq!(reply.status, 404);
    assert!(reply.text.contains("games/events"), "{}", reply.text);
    service.stop().await;
}
