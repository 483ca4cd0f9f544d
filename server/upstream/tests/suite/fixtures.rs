//! Recorded rows against values written out by hand.

use crate::recordings::{FIXTURES, observations};
use entity::model::{Instant, ObservedMatch, Phase};
use std::collections::HashSet;

/// What a row should say.
struct Expected {
    file: &'static str,
    id: &'static str,
    starts_at: &'static str,
    phase: Phase,
    /// Code, label, clock.
    state: (&'static str, &'static str, Option<&'static str>),
    /// Elapsed and extra.
    minute: (Option<u32>, Option<u32>),
    teams: [&'static str; 2],
    score: Option<[i64; 2]>,
    winner: Option<[bool; 2]>,
    periods: &'static [(&'static str, [i64; 2])],
    venue: Option<(&'static str, &'static str)>,
}

const DAY: &str = "fixtures-date-2025-08-05-A.json";
const SEOUL: &str = "fixtures-date-2026-09-30-statuses.json";
const NEXT: &str = "fixtures-date-2025-08-08-A.json";
const LIVE: &str = "fixtures-live-1.json";
const NONE: (Option<u32>, Option<u32>) = (None, None);

/// A row of a state that has begun.
const fn played(
    (file, id, starts_at): (&'static str, &'static str, &'static str),
    phase: Phase,
    state: (&'static str, &'static str, Option<&'static str>),
    minute: (Option<u32>, Option<u32>),
    teams: [&'static str; 2],
    (score, winner): ([i64; 2], Option<[bool; 2]>),
    periods: &'static [(&'static str, [i64; 2])],
    venue: Option<(&'static str, &'static str)>,
) -> Expected {
    let score = Some(score);
    Expected { file, id, starts_at, phase, state, minute, teams, score, winner, periods, venue }
}

/// A row of a state that never began.
const fn unplayed(
    (file, id, starts_at): (&'static str, &'static str, &'static str),
    phase: Phase,
    (code, label): (&'static str, &'static str),
    teams: [&'static str; 2],
    venue: Option<(&'static str, &'static str)>,
) -> Expected {
    Expected {
        file,
        id,
        starts_at,
        phase,
        state: (code, label, None),
        minute: NONE,
        teams,
        score: None,
        winner: None,
        periods: &[],
        venue,
    }
}

const HOME: Option<[bool; 2]> = Some([true, false]);
const AWAY: Option<[bool; 2]> = Some([false, true]);

fn expectations() -> Vec<Expected> {
    use Phase::{Abandoned, Break, Cancelled, Finished, Live, Postponed, Scheduled};
    let full = ("FT", "Full time", None);
    vec![
        played(
            (DAY, "1338476", "2025-08-05T00:00:00Z"),
            Finished,
            full,
            (Some(90), Some(7)),
            ["Delfin SC", "Cuniburo"],
            ([3, 3], None),
            &[("1H", [1, 1]), ("2H", [2, 2])],
            Some(("Estadio Jocay", "Manta")),
        ),
        // Two finished rows whose half-time score never came.
        played(
            (DAY, "1421470", "2025-08-05T12:00:00Z"),
            Finished,
            full,
            (Some(90), None),
            ["Cardiff City U21", "Wolves U21"],
            ([5, 0], HOME),
            &[],
            None,
        ),
        played(
            (DAY, "1417617", "2025-08-05T16:30:00Z"),
            Finished,
            full,
            (Some(90), None),
            ["ESPM", "Tune"],
            ([1, 2], AWAY),
            &[],
            None,
        ),
        played(
            (DAY, "1363001", "2025-08-05T18:30:00Z"),
            Live,
            ("1H", "First half", Some("31'")),
            (Some(31), None),
            ["Deportivo Muñiz", "El Porvenir"],
            ([0, 1], AWAY),
            &[],
            Some(("Estadio Ciudad de San Miguel", "San Miguel, Provincia de Buenos Aires")),
        ),
        played(
            (DAY, "1353793", "2025-08-05T18:00:00Z"),
            Break,
            ("HT", "Half-time", None),
            (Some(45), Some(1)),
            ["Instituto Res.", "Platense Res."],
            ([1, 0], HOME),
            &[("1H", [1, 0])],
            None,
        ),
        played(
            (DAY, "1407784", "2025-08-05T17:30:00Z"),
            Live,
            ("2H", "Second half", Some("74'")),
            (Some(74), None),
            ["Paloma", "Vorwärts-Wacker 04"],
            ([2, 1], HOME),
            &[("1H", [1, 1])],
            Some(("Jonny Rehbein Sportplatz", "Hamburg")),
        ),
        played(
            (DAY, "1423454", "2025-08-05T17:00:00Z"),
            Live,
            ("ET", "Extra time", Some("93'")),
            (Some(93), None),
            ["Fjardabyggd / Leiknir", "Vikingur Olafsiik"],
            ([2, 3], AWAY),
            &[("1H", [1, 0]), ("2H", [1, 2])],
            None,
        ),
        played(
            (DAY, "1415215", "2025-08-05T16:00:00Z"),
            Finished,
            ("AET", "After extra time", None),
            (Some(120), None),
            ["Ishøj", "Fremad Amager"],
            ([2, 1], HOME),
            &[("1H", [1, 1]), ("2H", [0, 0]), ("ET", [1, 0])],
            Some(("Ishøj Idrætscenter", "Ishøj")),
        ),
        played(
            (DAY, "1415221", "2025-08-05T16:00:00Z"),
            Finished,
            ("AET", "After extra time", None),
            (Some(120), None),
            ["Ringsted", "Nykobing FC"],
            ([7, 6], HOME),
            &[("1H", [1, 1]), ("2H", [4, 4]), ("ET", [2, 1])],
            Some(("Ringsted Stadion", "Ringsted")),
        ),
        played(
            (DAY, "1321575", "2025-08-05T09:45:00Z"),
            Abandoned,
            ("ABD", "Match abandoned", None),
            NONE,
            ["SC Wanderers", "Eastern Suburbs"],
            ([0, 0], None),
            &[],
            Some(("Ballinger Park", "Buderim")),
        ),
        unplayed(
            (DAY, "1421477", "2025-08-05T18:00:00Z"),
            Cancelled,
            ("CANC", "Match cancelled"),
            ["AFC Amsterdam", "XerxesDZB (Zat)"],
            None,
        ),
        unplayed(
            (DAY, "1423456", "2025-08-05T20:00:00Z"),
            Postponed,
            ("PST", "Match postponed"),
            ["Bella Vista", "Juventud"],
            None,
        ),
        // Not begun, with a half-time score left over, and with a first half left over.
        unplayed(
            (DAY, "1322338", "2025-08-05T10:30:00Z"),
            Scheduled,
            ("NS", "Not started"),
            ["Carina", "Redcliffe Dolphins"],
            Some(("Brisbane Abruzzo Club", "Carina")),
        ),
        unplayed(
            (DAY, "1423990", "2025-08-05T17:00:00Z"),
            Scheduled,
            ("NS", "Not started"),
            ["Raklev", "Avarta"],
            None,
        ),
        // Asked for in Seoul's time: the instant is in UTC and may be on the day before.
        played(
            (SEOUL, "1350171", "2026-09-29T15:00:00Z"),
            Finished,
            full,
            (Some(90), Some(3)),
            ["Iceland U21", "Switzerland U21"],
            ([5, 1], HOME),
            &[("1H", [2, 0]), ("2H", [3, 1])],
            None,
        ),
        played(
            (SEOUL, "1636792", "2026-09-29T17:00:00Z"),
            Finished,
            ("AET", "After extra time", None),
            (Some(120), None),
            ["Linköping W", "Norrköping W"],
            ([2, 3], AWAY),
            &[("1H", [1, 1]), ("2H", [1, 1]), ("ET", [0, 1])],
            Some(("Arena Linköping", "Linkoping")),
        ),
        played(
            (SEOUL, "1642011", "2026-09-30T10:30:00Z"),
            Finished,
            ("PEN", "After penalties", None),
            (Some(120), None),
            ["Uzbekistan U23", "Japan U23"],
            ([1, 1], AWAY),
            &[("1H", [1, 0]), ("2H", [0, 1]), ("ET", [0, 0]), ("PEN", [8, 9])],
            Some(("Osaka Nagai Stadium", "Osaka")),
        ),
        unplayed(
            (SEOUL, "1621348", "2026-09-30T11:30:00Z"),
            Scheduled,
            ("NS", "Not started"),
            ["Hapoel Tirat HaCarmel", "Tzeirei Umm al-Fahm"],
            None,
        ),
        unplayed(
            (SEOUL, "1638594", "2026-09-30T12:00:00Z"),
            Cancelled,
            ("CANC", "Match cancelled"),
            ["Mauritius", "Djibouti"],
            None,
        ),
        unplayed(
            (NEXT, "1341586", "2025-08-08T17:00:00Z"),
            Scheduled,
            ("TBD", "Time to be decided"),
            ["Hammarby", "Alingsås W"],
            Some(("Hammarby IP", "Stockholm")),
        ),
        unplayed(
            (NEXT, "1374111", "2025-08-08T00:00:00Z"),
            Scheduled,
            ("NS", "Not started"),
            ["Estudiantes L.P.", "Independ. Rivadavia"],
            Some(("Estadio Jorge Luis Hirschi", "La Plata, Provincia de Buenos Aires")),
        ),
        played(
            ("fixtures-league-season-1.json", "1378040", "2026-01-03T17:00:00Z"),
            Live,
            ("1H", "First half", Some("45+1'")),
            (Some(45), Some(1)),
            ["Juventus", "Lecce"],
            ([0, 0], None),
            &[],
            Some(("Allianz Stadium", "Turin")),
        ),
        unplayed(
            ("fixtures-range-pst-1.json", "868006", "2022-09-10T14:00:00Z"),
            Postponed,
            ("PST", "Match postponed"),
            ["Bournemouth", "Brighton"],
            Some(("Vitality Stadium", "Bournemouth, Dorset")),
        ),
        played(
            ("fixtures-range-pst-1.json", "868016", "2022-09-16T19:00:00Z"),
            Finished,
            full,
            (Some(90), None),
            ["Aston Villa", "Southampton"],
            ([1, 0], HOME),
            &[("1H", [1, 0]), ("2H", [0, 0])],
            Some(("Villa Park", "Birmingham")),
        ),
        played(
            (LIVE, "1153127", "2024-02-19T21:00:00Z"),
            Live,
            ("2H", "Second half", Some("90'")),
            (Some(90), None),
            ["Chico", "Alianza Petrolera"],
            ([1, 0], HOME),
            &[("1H", [0, 0])],
            Some(("Estadio de La Independencia", "Tunja")),
        ),
        // The score at half-time is not what it says it was at half-time; both are the upstream's.
        played(
            (LIVE, "1161910", "2024-02-19T22:00:00Z"),
            Break,
            ("HT", "Half-time", None),
            (Some(45), None),
            ["Tupapa Maraerenga", "Vaiala Tongan"],
            ([7, 0], HOME),
            &[("1H", [6, 0])],
            Some(("Teufaiva Sport Stadium", "Nukuʻalofa")),
        ),
        played(
            ("fixture-id-2.json", "1145526", "2024-06-22T16:00:00Z"),
            Finished,
            full,
            (Some(90), None),
            ["Türkiye", "Portugal"],
            ([0, 3], AWAY),
            &[("1H", [0, 2]), ("2H", [0, 1])],
            Some(("BVB Stadion Dortmund", "Dortmund")),
        ),
        played(
            ("fixtures-live-5.json", "1640419", "2026-10-01T05:00:00Z"),
            Live,
            ("2H", "Second half", Some("73'")),
            (Some(73), None),
            ["Khovd Western", "Deren"],
            ([0, 4], AWAY),
            &[("1H", [0, 3])],
            None,
        ),
    ]
}

fn check(expected: &Expected, seen: &ObservedMatch) {
    let id = expected.id;
    let at: Instant = expected.starts_at.parse().expect("is an instant");
    assert_eq!(seen.starts_at, at, "{id}");
    let (code, label, clock) = expected.state;
    assert_eq!(seen.status.phase, expected.phase, "{id}");
    assert_eq!(seen.status.code, code, "{id}");
    assert_eq!(seen.status.label, label, "{id}");
    assert_eq!(seen.status.clock.as_deref(), clock, "{id}");
    assert_eq!((seen.status.elapsed, seen.status.extra), expected.minute, "{id}");
    let sides = |index: usize| &seen.competitors[index];
    assert_eq!([sides(0).name.as_str(), &sides(1).name], expected.teams, "{id}");
    let scores = expected.score.map_or([None; 2], |score| score.map(Some));
    assert_eq!([sides(0).score, sides(1).score], scores, "{id}");
    let winners = expected.winner.map_or([None; 2], |winner| winner.map(Some));
    assert_eq!([sides(0).winner, sides(1).winner], winners, "{id}");
    let periods: Vec<_> =
        seen.periods.iter().map(|it| (it.name.as_str(), it.scores.clone())).collect();
    let wanted: Vec<_> =
        expected.periods.iter().map(|(name, scores)| (*name, scores.map(Some).to_vec())).collect();
    assert_eq!(periods, wanted, "{id}");
    let venue = seen.venue.as_ref().map(|it| (it.name.clone(), it.city.clone()));
    let wanted = expected.venue.map(|(name, city)| (Some(name.to_owned()), Some(city.to_owned())));
    assert_eq!(venue, wanted, "{id}");
}

#[test]
fn rows_of_every_recorded_state_say_what_a_reader_would_say() {
    for expected in expectations() {
        let Some(rows) = observations(expected.file) else { return };
        let seen = rows.iter().find(|row| row.id.0 == expected.id).expect("the row is there");
        check(&expected, seen);
    }
}

#[test]
fn every_recorded_row_becomes_an_observation() {
    for (name, count) in FIXTURES {
        let Some(rows) = observations(name) else { return };
        assert_eq!(rows.len(), count, "{name}");
        let ids: HashSet<_> = rows.iter().map(|row| &row.id).collect();
        assert_eq!(ids.len(), count, "{name} has one row an id");
        for row in &rows {
            assert_ne!(row.status.phase, Phase::Unknown, "{name} {}", row.id);
            assert_eq!(row.competitors.len(), 2, "{name} {}", row.id);
            assert_eq!(row.status.clock.is_some(), row.status.phase == Phase::Live, "{}", row.id);
        }
    }
}

#[test]
fn lists_say_nothing_of_incidents_and_the_live_list_does() {
    let Some(day) = observations(DAY) else { return };
    assert!(day.iter().all(|row| row.incidents.is_none() && row.lineups.is_none()));
    assert!(day.iter().all(|row| row.statistics.is_none()));
    let live = observations(LIVE).expect("the other recording is there");
    assert!(live.iter().all(|row| row.incidents.is_some() && row.statistics.is_none()));
    let quiet = live.iter().find(|row| row.id.0 == "1145034").expect("the row is there");
    assert_eq!(quiet.incidents.as_deref(), Some(&[][..]));
}

#[test]
fn two_polls_hours_apart_differ_in_the_one_row_that_moved() {
    let Some(before) = observations(NEXT) else { return };
    let after =
        observations("fixtures-date-2025-08-08-B.json").expect("the other recording is there");
    let moved: Vec<_> = before
        .iter()
        .filter(|row| after.iter().find(|it| it.id == row.id) != Some(row))
        .map(|row| row.id.0.as_str())
        .collect();
    assert_eq!(moved, ["1374111"]);
    let row = after.iter().find(|row| row.id.0 == "1374111").expect("the row is there");
    assert_eq!(row.referee.as_deref(), Some("Leandro Fedele, Argentina"));
    let venue = row.venue.as_ref().expect("has a venue");
    assert_eq!(venue.name.as_deref(), Some("Estadio Ciudad de La Plata"));
}

#[test]
fn the_time_zone_asked_for_changes_nothing() {
    let Some(seoul) = observations("fixture-id-1.json") else { return };
    let utc = observations("fixture-id-7.json").expect("the other recording is there");
    assert_eq!(seoul, utc);
}

#[test]
fn the_order_of_rows_changes_no_row() {
    let Some(body) = crate::recordings::bytes(&format!("football/{DAY}")) else { return };
    let mut envelope: serde_json::Value = serde_json::from_slice(&body).expect("is JSON");
    envelope["response"].as_array_mut().expect("is a list").reverse();
    let answer = crate::recordings::open(envelope.to_string());
    let mut turned = upstream::football::observations(&answer).expect("is a list").rows;
    turned.reverse();
    assert_eq!(Some(turned), observations(DAY));
}
