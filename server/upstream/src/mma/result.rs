//! How a bout ended, and what was counted in it.

use crate::{
    adapter::{AdapterError, Known, Measures, Particulars, id, rows},
    client::Answer,
    wire::{List, Maybe, Number, Text},
};
use entity::model::{Incident, IncidentKind, Period};
use serde::Deserialize;
use serde_json::Value;

/// The most rounds a bout has had.
const MAX_ROUND: u32 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    fight: Maybe<Fight<'a>>,
    #[serde(borrow)]
    won_type: Text<'a>,
    round: Number,
    #[serde(borrow)]
    minute: Text<'a>,
    #[serde(borrow)]
    ko_type: Text<'a>,
    #[serde(borrow)]
    sub_type: Text<'a>,
    #[serde(borrow)]
    score: List<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fight<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

/// Reads an answer of `fights/results`, which may be of several bouts: the rounds there were, and
/// the end as an incident of the one who won.
pub fn results(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let mut rows = rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok);
    let ours = rows.find(|row| known.is(row.fight.get().and_then(|fight| fight.id.get())));
    Ok(ours.map(|row| result(row, known)).unwrap_or_default())
}

fn result(row: Row<'_>, known: &Known<'_>) -> Particulars {
    let round = row.round.count().filter(|round| (1..=MAX_ROUND).contains(round));
    let periods: Vec<Period> = (1..=round.unwrap_or(0))
        .map(|n| Period { name: format!("R{n}"), scores: vec![None; known.competitors.len()] })
        .collect();
    let detail = row.won_type.get().map(|how| match how.to_ascii_uppercase().as_str() {
        "KO" => "knockout".to_owned(),
        "SUB" => "submission".to_owned(),
        "POINTS" => "decision".to_owned(),
        other => other.to_ascii_lowercase().replace(' ', "_"),
    });
    let judges: Vec<String> =
        row.score.or_empty().into_iter().filter_map(Text::into_text).collect();
    let judges = (!judges.is_empty()).then(|| judges.join(", "));
    let how = row.ko_type.into_text().or_else(|| row.sub_type.into_text()).or(judges);
    let when = round.map(|round| match row.minute.get() {
        Some(minute) => format!("Round {round}, {minute}"),
        None => format!("Round {round}"),
    });
    let comment: Vec<String> = [when, how].into_iter().flatten().collect();
    let winner = known.competitors.iter().find(|fighter| fighter.winner == Some(true));
    let end = detail.map(|detail| Incident {
        id: String::new(),
        kind: IncidentKind::Other,
        detail: Some(detail),
        elapsed: None,
        extra: None,
        competitor: winner.map(|winner| winner.role),
        player: winner.map(|winner| winner.name.clone()),
        player_id: winner.map(|winner| winner.id.clone()),
        assist: None,
        assist_id: None,
        comment: (!comment.is_empty()).then(|| comment.join(": ")),
    });
    Particulars {
        periods: Some(periods).filter(|periods| !periods.is_empty()),
        incidents: end.map(|end| vec![end]),
        ..Particulars::default()
    }
}

/// Reads an answer of `fights/statistics/fighters`, one row a fighter.
pub fn statistics(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let mut measures = Measures::of(known);
    for mut row in rows::<Value>(answer)?.into_iter().filter_map(Result::ok) {
        let place = known.place(id(&row["fighter"]).as_deref());
        let Some(place) = place.filter(|_| known.is(id(&row["fight"]).as_deref())) else {
            continue;
        };
        if let Value::Object(row) = &mut row {
            row.retain(|name, _| name != "fight" && name != "fighter");
        }
        measures.take(place, &row);
    }
    Ok(Particulars { statistics: measures.finish(), ..Particulars::default() })
}
