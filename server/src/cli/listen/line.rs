//! A change as a line for people: when, where, who and what.

use super::{effect::News, happened};
use crate::cli::output::tame;
use entity::model::{Channel, Competitor, Role, Sport};
use serde::Deserialize;
use serde_json::Value;

/// How a part of a line is shown on a terminal that has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Dim,
    Place,
    Names,
    Good,
    Bad,
}

impl Tone {
    const fn code(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Dim => Some("2"),
            Tone::Place => Some("36"),
            Tone::Names => Some("1"),
            Tone::Good => Some("32"),
            Tone::Bad => Some("31"),
        }
    }
}

/// A part of a line.
pub(super) type Part = (Tone, String);

/// The line of what was heard, in parts.
pub(super) fn parts(news: &News) -> Vec<Part> {
    let Some((change, document)) = &news.about else {
        let event = &news.event;
        return vec![
            (Tone::Place, event.channel.clone()),
            (Tone::Names, event.name.clone()),
            (Tone::Plain, event.data.clone()),
        ];
    };
    let (place, sport) = channel_label(&change.channel);
    let who = teams(document).unwrap_or_else(|| format!("match {}", change.match_id));
    let mut parts = vec![
        (Tone::Dim, change.at.format("%H:%M:%SZ").to_string()),
        (Tone::Place, place),
        (Tone::Names, who),
    ];
    let told = happened::parts(sport, &change.changes, document);
    match told.is_empty() {
        true => parts.push((Tone::Plain, news.event.name.clone())),
        false => parts.extend(told),
    }
    parts
}

/// The parts in one line. What a stranger wrote steers no terminal.
pub(super) fn render(parts: &[Part], coloured: bool) -> String {
    let shown = parts.iter().map(|(tone, text)| match tone.code().filter(|_| coloured) {
        Some(code) => format!("\u{1b}[{code}m{}\u{1b}[0m", tame(text)),
        None => tame(text).into_owned(),
    });
    shown.collect::<Vec<_>>().join("  ")
}

/// Sport and league of a match's channel.
fn channel_label(channel: &str) -> (String, Option<Sport>) {
    match channel.parse() {
        Ok(Channel::Match(sport, league, _) | Channel::League(sport, league)) => {
            (format!("{sport}/{league}"), Some(sport))
        }
        Ok(Channel::Sport(sport)) => (sport.to_string(), Some(sport)),
        Ok(Channel::All) | Err(_) => (channel.to_owned(), None),
    }
}

/// Who plays, with the score where there is one; `None` where nobody is known.
pub(super) fn teams(document: &Value) -> Option<String> {
    let competitors = competitors(document);
    let score = |one: &Competitor| one.score.map_or_else(|| "–".to_owned(), |n| n.to_string());
    match competitors.as_slice() {
        [] => None,
        [home, away] if home.score.is_none() && away.score.is_none() => {
            Some(format!("{} – {}", home.name, away.name))
        }
        [home, away] => {
            Some(format!("{} {}–{} {}", home.name, score(home), score(away), away.name))
        }
        [first, rest @ ..] => Some(match rest.len() {
            0 => first.name.clone(),
            n => format!("{} and {n} others", first.name),
        }),
    }
}

/// The name of whoever has this part in the match.
pub(super) fn name(document: &Value, role: Role) -> String {
    let found = competitors(document).into_iter().find(|one| one.role == role);
    found.map_or_else(
        || match role {
            Role::Home => "home".to_owned(),
            Role::Away => "away".to_owned(),
            Role::Entrant => "an entrant".to_owned(),
        },
        |one| one.name,
    )
}

fn competitors(document: &Value) -> Vec<Competitor> {
    Vec::deserialize(&document["competitors"]).unwrap_or_default()
}
