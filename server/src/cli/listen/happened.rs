//! What happened, in words.

use super::line::{Part, Tone, name};
use entity::model::{ChangeItem, Incident, IncidentAction, IncidentKind, Role, Sport};
use serde::Deserialize;
use serde_json::Value;

/// The items of a change, most important first. What is seen in the score or told by another item
/// is left out.
pub(super) fn parts(sport: Option<Sport>, changes: &[Value], document: &Value) -> Vec<Part> {
    let items: Vec<ChangeItem> = changes.iter().filter_map(known).collect();
    let scene = Scene { sport, items: &items, document };
    // A later service may have kinds that we have no words for.
    let strange = changes.iter().filter(|item| known(item).is_none());
    let strange = strange.filter_map(|item| Some((Tone::Plain, words(item["kind"].as_str()?))));
    items.iter().filter_map(|item| scene.item(item)).chain(strange).collect()
}

fn known(item: &Value) -> Option<ChangeItem> {
    ChangeItem::deserialize(item).ok()
}

/// What an item is told in the light of.
struct Scene<'a> {
    sport: Option<Sport>,
    items: &'a [ChangeItem],
    document: &'a Value,
}

impl Scene<'_> {
    fn item(&self, item: &ChangeItem) -> Option<Part> {
        match item {
            ChangeItem::Goal { competitor, elapsed, extra, player } if self.counts_goals() => {
                Some((Tone::Good, self.goal(*competitor, *elapsed, *extra, player.as_deref())))
            }
            ChangeItem::Goal { competitor, .. } => {
                let points = self.points(item)?;
                Some((Tone::Good, format!("+{points} {}", name(self.document, *competitor))))
            }
            ChangeItem::Correction { competitor, detail } => {
                let points = self.points(item)?;
                let why = detail.as_deref().map(words);
                let whose = name(self.document, *competitor);
                Some((Tone::Bad, format!("taken back: {points} of {whose}{}", aside(&[why]))))
            }
            ChangeItem::Score { from, to } => {
                let was = from.iter().any(Option::is_some).then(|| format!("was {}", score(from)));
                let shown = format!("score {}{}", score(to), aside(&[was]));
                let told = self.items.iter().any(|one| side(one).is_some());
                (!told).then_some((Tone::Good, shown))
            }
            ChangeItem::Status { to, .. } => {
                let status = &self.document["status"];
                let label = status["label"].as_str().filter(|_| status["code"] == to.as_str());
                Some((Tone::Names, label.unwrap_or(to).to_owned()))
            }
            ChangeItem::Incident { action, incident } => self.incident(*action, incident),
            ChangeItem::Period { from: _, to: Some(period) } => {
                Some((Tone::Plain, format!("{} {}", period.name, score(&period.scores))))
            }
            ChangeItem::Period { from, to: None } => {
                let gone = from.as_ref().map_or("a period", |period| &period.name);
                Some((Tone::Bad, format!("taken back: {gone}")))
            }
            ChangeItem::Schedule { to, .. } => {
                Some((Tone::Names, format!("now begins {}", to.format("%Y-%m-%d %H:%MZ"))))
            }
            ChangeItem::Clock { elapsed, extra } => {
                let shown = self.document["status"]["clock"].as_str().map(str::to_owned);
                Some((Tone::Plain, shown.or_else(|| minute(*elapsed, *extra))?))
            }
            ChangeItem::Details { fields } => {
                Some((Tone::Dim, format!("{} changed", fields.join(", "))))
            }
        }
    }

    fn counts_goals(&self) -> bool {
        matches!(self.sport, Some(Sport::Football | Sport::Hockey | Sport::Handball))
    }

    /// How many such items there are; points come one by one and are told with the first.
    fn points(&self, item: &ChangeItem) -> Option<usize> {
        let mut alike = self.items.iter().filter(|one| side(one) == side(item));
        let first = alike.next()?;
        std::ptr::eq(first, item).then(|| alike.count() + 1)
    }

    fn goal(
        &self,
        competitor: Role,
        elapsed: Option<u32>,
        extra: Option<u32>,
        player: Option<&str>,
    ) -> String {
        let whose = name(self.document, competitor);
        let how = self.scored(competitor, elapsed, extra).and_then(|incident| {
            incident.detail.as_deref().filter(|detail| *detail != "normal_goal").map(words)
        });
        let who = player.map(str::to_owned);
        spaced(["goal".to_owned()].into_iter().chain(minute(elapsed, extra)).chain([whose]))
            + &aside(&[who, how])
    }

    /// The incident that tells of the same goal.
    fn scored(&self, side: Role, at: Option<u32>, extra: Option<u32>) -> Option<&Incident> {
        self.items.iter().find_map(|item| match item {
            ChangeItem::Incident { action: IncidentAction::Added, incident }
                if incident.kind == IncidentKind::Goal
                    && incident.competitor == Some(side)
                    && (incident.elapsed, incident.extra) == (at, extra) =>
            {
                Some(incident)
            }
            _ => None,
        })
    }

    fn is_told_by_its_goal(&self, incident: &Incident) -> bool {
        let goal = incident.competitor.map(|of| (true, of));
        incident.kind == IncidentKind::Goal
            && goal.is_some()
            && self.items.iter().any(|one| side(one) == goal)
    }

    fn incident(&self, action: IncidentAction, incident: &Incident) -> Option<Part> {
        let (tone, before) = match action {
            IncidentAction::Added if self.is_told_by_its_goal(incident) => return None,
            IncidentAction::Added => (Tone::Plain, ""),
            IncidentAction::Changed => (Tone::Plain, "corrected: "),
            IncidentAction::Removed => (Tone::Bad, "taken back: "),
        };
        let detail = incident.detail.as_deref().map(words);
        let (what, detail) = match incident.kind {
            IncidentKind::Goal => ("goal".to_owned(), detail),
            IncidentKind::MissedPenalty => ("missed penalty".to_owned(), None),
            IncidentKind::Shootout => ("shoot-out kick".to_owned(), detail),
            IncidentKind::Card => (detail.unwrap_or_else(|| "card".to_owned()), None),
            IncidentKind::Substitution => ("substitution".to_owned(), None),
            IncidentKind::Var => ("video review".to_owned(), detail),
            IncidentKind::Other => (detail.unwrap_or_else(|| "incident".to_owned()), None),
        };
        let off = incident.assist.as_ref().filter(|_| incident.kind == IncidentKind::Substitution);
        let told = [what]
            .into_iter()
            .chain(minute(incident.elapsed, incident.extra))
            .chain(incident.player.clone())
            .chain(off.map(|off| format!("for {off}")));
        let side = incident.competitor.map(|role| name(self.document, role));
        Some((tone, format!("{before}{}{}", spaced(told), aside(&[side, detail]))))
    }
}

/// Whose score an item moves, and whether it rises.
fn side(item: &ChangeItem) -> Option<(bool, Role)> {
    match item {
        ChangeItem::Goal { competitor, .. } => Some((true, *competitor)),
        ChangeItem::Correction { competitor, .. } => Some((false, *competitor)),
        ChangeItem::Score { .. }
        | ChangeItem::Status { .. }
        | ChangeItem::Incident { .. }
        | ChangeItem::Period { .. }
        | ChangeItem::Schedule { .. }
        | ChangeItem::Clock { .. }
        | ChangeItem::Details { .. } => None,
    }
}

/// `77'`, `45+2'`.
fn minute(elapsed: Option<u32>, extra: Option<u32>) -> Option<String> {
    elapsed.map(|elapsed| match extra {
        Some(extra) => format!("{elapsed}+{extra}'"),
        None => format!("{elapsed}'"),
    })
}

fn score(scores: &[Option<i64>]) -> String {
    let one = |score: &Option<i64>| score.map_or_else(|| "–".to_owned(), |n| n.to_string());
    scores.iter().map(one).collect::<Vec<_>>().join("–")
}

/// Snake case in words.
fn words(snake: &str) -> String {
    snake.replace('_', " ")
}

fn spaced(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// What is known of these, in brackets.
fn aside(said: &[Option<String>]) -> String {
    let said: Vec<&str> = said.iter().flatten().map(String::as_str).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

#[cfg(test)]
#[path = "happened_tests.rs"]
mod tests;
