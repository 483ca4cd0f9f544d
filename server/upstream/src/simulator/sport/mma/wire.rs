//! The wire of mixed martial arts.

use super::bout::{How, State};
use super::card::{self, Bout, CATEGORIES, CLASS, FIRST_FIGHTER};
use crate::simulator::dice::Dice;
use crate::simulator::query::Query;
use crate::simulator::sport::truth::MatchTruth;
use crate::simulator::zone::{self, Zone};
use chrono::DateTime;
use entity::model::Phase;
use serde_json::{Value, json};

/// The rows that answer a question; `None` for an endpoint it does not have.
pub(in crate::simulator::sport) fn answer(
    seed: u64,
    query: &Query,
    now: i64,
) -> Option<Vec<Value>> {
    let zone = query.get("timezone").and_then(Zone::named).unwrap_or(zone::UTC);
    Some(match query.endpoint.as_str() {
        "categories" => CATEGORIES.iter().map(|name| json!(name)).collect(),
        "seasons" => {
            let year: i32 = zone::UTC.write(now / 1_000)[..4].parse().unwrap_or(1970);
            vec![json!(year - 1), json!(year)]
        }
        "fighters" => fighters(seed, query),
        "fights" => {
            asked(seed, query, zone, now).iter().map(|it| row(seed, it, zone, now)).collect()
        }
        "fights/results" => {
            let bouts = asked(seed, query, zone, now).into_iter();
            bouts
                .filter(|it| it.view(now).state == State::Over)
                .map(|it| result(seed, &it))
                .collect()
        }
        "fights/statistics/fighters" => {
            let bouts = asked(seed, query, zone, now).into_iter();
            let begun = bouts.filter(|it| it.view(now).fought > 0);
            begun.flat_map(|it| [0, 1].map(|side| statistics(seed, &it, side, now))).collect()
        }
        _ => return None,
    })
}

/// The bouts a question is about.
fn asked(seed: u64, query: &Query, zone: Zone, now: i64) -> Vec<Bout> {
    if let Some(ids) = query.get("ids").or_else(|| query.get("id")) {
        return ids.split('-').filter_map(|id| card::find(seed, id.parse().ok()?, now)).collect();
    }
    let date = query.get("date").and_then(|date| date.parse().ok());
    let (from, to) = match date {
        Some(date) => zone.day(date),
        // A season is what lies around now.
        None => (now / 1_000 - 60 * 86_400, now / 1_000 + 30 * 86_400),
    };
    let season = query.get("season").filter(|_| date.is_none());
    let fighter = query.number("fighter");
    let wanted = |bout: &Bout| {
        season.is_none_or(|year| zone::UTC.write(bout.starts_at / 1_000).starts_with(year))
            && fighter.is_none_or(|id| bout.fighters.iter().any(|it| u64::from(*it) == id))
            && query.get("category").is_none_or(|name| name.eq_ignore_ascii_case(bout.category))
    };
    card::between(seed, from * 1_000, to * 1_000).into_iter().filter(wanted).collect()
}

fn row(seed: u64, bout: &Bout, zone: Zone, now: i64) -> Value {
    let view = bout.view(now);
    let (short, long, _) = words(view.state);
    let fighter = |side: usize| {
        let id = bout.fighters[side];
        json!({
            "id": id,
            "name": card::name(seed, id),
            "logo": portrait(id),
            "winner": view.state == State::Over && bout.course.winner == Some(side),
        })
    };
    let date = zone.write(bout.starts_at / 1_000);
    json!({
        "id": bout.id,
        "date": date,
        "time": &date[11..16],
        "timestamp": bout.starts_at / 1_000,
        "timezone": zone.name(),
        "slug": bout.slug,
        "is_main": bout.is_main,
        "category": bout.category,
        "status": {"long": long, "short": short},
        "fighters": {"first": fighter(0), "second": fighter(1)},
    })
}

fn portrait(fighter: u32) -> String {
    format!("https://media.api-sports.io/mma/fighters/{fighter}.png")
}

fn result(seed: u64, bout: &Bout) -> Value {
    let mut dice = Dice::of(seed, &[83, bout.id]);
    let course = &bout.course;
    let won_type = match course.how {
        How::Knockout => "KO",
        How::Submission => "SUB",
        How::Points => "Points",
        How::Draw => "Draw",
    };
    let seconds = course.fought / 1_000;
    let ko = *dice.pick(&["Punch", "Head Kick", "Punches", "Knee", "Elbow"]);
    let hold = *dice.pick(&["Rear Naked Choke", "Guillotine Choke", "Armbar", "Triangle Choke"]);
    let rounds = i64::from(course.round);
    let judge = |dice: &mut Dice| {
        let lost = rounds - dice.between(0, rounds / 2);
        format!("{}-{}", rounds * 10 - (rounds - lost), rounds * 10 - lost)
    };
    let score: Vec<String> = match course.how {
        How::Points => (0..3).map(|_| judge(&mut dice)).collect(),
        How::Draw => vec![format!("{0}-{0}", rounds * 10 - 1); 3],
        How::Knockout | How::Submission => Vec::new(),
    };
    json!({
        "fight": {"id": bout.id},
        "won_type": won_type,
        "round": course.round,
        "minute": format!("{}:{:02}", seconds / 60, seconds % 60),
        "ko_type": (course.how == How::Knockout).then_some(ko),
        "target": null,
        "sub_type": (course.how == How::Submission).then_some(hold),
        "score": score,
    })
}

fn statistics(seed: u64, bout: &Bout, side: usize, now: i64) -> Value {
    let mut dice = Dice::of(seed, &[84, bout.id, side as u64]);
    let minutes = bout.view(now).fought as f64 / 60_000.0;
    let mut grown = |low: f64, high: f64| {
        let rate = low + (high - low) * dice.fraction();
        (rate * minutes) as u32
    };
    let (head, body, legs) = (grown(2.0, 5.0), grown(0.4, 1.5), grown(0.3, 1.5));
    let (power_head, power_body, power_legs) = (grown(0.5, 2.0), grown(0.2, 0.8), grown(0.1, 0.8));
    let attempts = grown(0.0, 0.6);
    let control = grown(0.0, 20.0);
    json!({
        "fight": {"id": bout.id},
        "fighter": {"id": bout.fighters[side]},
        "strikes": {
            "total": {"head": head, "body": body, "legs": legs},
            "power": {"head": power_head, "body": power_body, "legs": power_legs},
            "takedowns": {"attempt": attempts, "landed": attempts / 2},
            "submissions": grown(0.0, 0.2),
            "control_time": format!("{}:{:02}", control / 60, control % 60),
            "knockdowns": grown(0.0, 0.1),
        },
    })
}

fn fighters(seed: u64, query: &Query) -> Vec<Value> {
    let count = u32::try_from(CATEGORIES.len() * CLASS).unwrap_or(0);
    let all = FIRST_FIGHTER..FIRST_FIGHTER + count;
    let wanted = all.filter(|id| {
        query.number("id").is_none_or(|asked| asked == u64::from(*id))
            && query.get("category").is_none_or(|name| Some(name) == card::class(*id))
            && query.get("search").is_none_or(|word| {
                card::name(seed, *id).to_lowercase().contains(&word.to_lowercase())
            })
    });
    let row = |id: u32| {
        json!({
            "id": id,
            "name": card::name(seed, id),
            "nickname": null,
            "photo": portrait(id),
            "category": card::class(id),
            "team": {"id": null, "name": null},
        })
    };
    wanted.map(row).collect()
}

/// Code, long text and phase of a state.
const fn words(state: State) -> (&'static str, &'static str, Phase) {
    match state {
        State::NotStarted => ("NS", "Not Started", Phase::Scheduled),
        State::Cancelled => ("CANC", "Cancelled", Phase::Cancelled),
        State::Introductions => ("IN", "Intros", Phase::Scheduled),
        State::Walkouts => ("WO", "Walkouts", Phase::Scheduled),
        State::About => ("PF", "Pre-fight", Phase::Scheduled),
        State::Round(_) => ("LIVE", "In Progress", Phase::Live),
        State::Rest(_) => ("EOR", "End of Round", Phase::Break),
        State::Over => ("FT", "Finished", Phase::Finished),
    }
}

/// The bouts set between two instants, as they stand at `now`.
pub(in crate::simulator::sport) fn truths(
    seed: u64,
    from: i64,
    to: i64,
    now: i64,
) -> Vec<MatchTruth> {
    let truth = |bout: Bout| {
        let state = bout.view(now).state;
        let (code, _, phase) = words(state);
        MatchTruth {
            id: bout.id,
            starts_at: DateTime::from_timestamp_millis(bout.starts_at).unwrap_or_default(),
            phase,
            code: code.to_owned(),
            sides: bout.fighters.map(|id| (u64::from(id), card::name(seed, id))).to_vec(),
            totals: None,
            parts: Vec::new(),
            winner: bout.course.winner.filter(|_| state == State::Over),
        }
    };
    card::between(seed, from, to).into_iter().map(truth).collect()
}
