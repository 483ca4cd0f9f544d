//! Words and figures of a score row.

use super::sides::session_name;
use crate::reading::{Reading, counts, each_score_is_news, tells_goals};
use entity::model::{
    Change, ChangeItem, Competitor, Incident, IncidentAction, League, Phase, Role, Sport,
};

/// Whether `one` is behind another: its name is muted.
pub(crate) fn trails(one: &Competitor, all: &[Competitor]) -> bool {
    match one.winner {
        Some(true) => false,
        Some(false) => true,
        None => {
            let best = all.iter().filter_map(|c| c.score).max();
            all.iter().any(|c| c.winner == Some(true)) || one.score < best
        }
    }
}

/// What a page about a match is called: `Arsenal – Chelsea`; a session of a race has its own name.
pub(crate) fn title(sport: Sport, league: &League, competitors: &[Competitor]) -> String {
    match Reading::of(sport) {
        Reading::Race => format!("{}, {}", session_name(league.round.as_deref()), league.name),
        Reading::Goals | Reading::Line(_) | Reading::Sets | Reading::Bout => {
            competitors.iter().take(2).map(|c| c.name.as_str()).collect::<Vec<_>>().join(" – ")
        }
    }
}

/// `64'`, `45+2'`.
pub(crate) fn incident_minute(incident: &Incident) -> String {
    match (incident.elapsed, incident.extra) {
        (Some(minute), Some(extra)) => format!("{minute}+{extra}'"),
        (Some(minute), None) => format!("{minute}'"),
        (None, _) => String::new(),
    }
}

/// `Saka`, `Saka (pen)`, `Dias (own goal)`.
pub(crate) fn goal_scorer(incident: &Incident) -> String {
    let name = incident.player.as_deref().unwrap_or("Goal");
    match incident.detail.as_deref() {
        Some("penalty") => format!("{name} (pen)"),
        Some("own_goal") => format!("{name} (own goal)"),
        Some(_) | None => name.to_owned(),
    }
}

/// Whether a change is one to look up at: a goal, or any score of a sport in which each is news.
pub(crate) fn is_news(change: &Change, sport: Sport) -> bool {
    change.changes.iter().any(|item| match item {
        ChangeItem::Goal { .. } => tells_goals(sport),
        ChangeItem::Score { .. } => !tells_goals(sport) && each_score_is_news(sport),
        ChangeItem::Correction { .. }
        | ChangeItem::Status { .. }
        | ChangeItem::Incident { .. }
        | ChangeItem::Period { .. }
        | ChangeItem::Schedule { .. }
        | ChangeItem::Clock { .. }
        | ChangeItem::Details { .. } => false,
    })
}

/// A match after a change, as far as sentences speak of it.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    /// Which sport.
    pub sport: Sport,
    /// The state in plain English.
    pub label: &'a str,
    /// Who plays.
    pub competitors: &'a [Competitor],
}

/// What to read out of a change: goals or scores that are news, goals taken back, players sent off,
/// how a part ended, the end.
///
/// The clock is never among it: hearing every minute is unbearable.
pub(crate) fn sentences(change: &Change, told: Told<'_>) -> Vec<String> {
    change.changes.iter().filter_map(|item| told.sentence(item)).collect()
}

impl Told<'_> {
    fn name(&self, role: Role) -> &str {
        let found = self.competitors.iter().find(|c| c.role == role);
        found.map_or("one side", |c| c.name.as_str())
    }

    /// `Arsenal 2, Chelsea 1`.
    fn score(&self) -> String {
        let tell = |c: &Competitor| format!("{} {}", c.name, c.score.unwrap_or(0));
        self.competitors.iter().map(tell).collect::<Vec<_>>().join(", ")
    }

    fn sentence(&self, item: &ChangeItem) -> Option<String> {
        let goals = tells_goals(self.sport);
        match item {
            ChangeItem::Goal { competitor, elapsed, player, .. } if goals => {
                let mut text = format!("Goal for {}. {}", self.name(*competitor), self.score());
                if let Some(minute) = elapsed {
                    text.push_str(&format!(", {} minute", ordinal(*minute)));
                }
                if let Some(player) = player {
                    text.push_str(&format!(", {player}"));
                }
                Some(text + ".")
            }
            ChangeItem::Correction { competitor, .. } if goals => {
                Some(format!("Goal of {} taken back. {}.", self.name(*competitor), self.score()))
            }
            ChangeItem::Score { .. } if !goals && each_score_is_news(self.sport) => {
                let what = match Reading::of(self.sport) {
                    Reading::Sets => format!("{}: ", counts(self.sport)),
                    Reading::Goals | Reading::Line(_) | Reading::Bout | Reading::Race => {
                        String::new()
                    }
                };
                Some(format!("{what}{}.", self.score()))
            }
            ChangeItem::Incident { action: IncidentAction::Added, incident }
                if crate::port::is_red(incident) =>
            {
                let player = incident.player.as_deref().unwrap_or("a player");
                let side = incident.competitor.map(|role| self.name(role)).unwrap_or_default();
                Some(format!("Red card, {player}, {side}."))
            }
            ChangeItem::Status { phase: Phase::Finished, .. } => Some(self.end()),
            ChangeItem::Status { phase: Phase::Break, .. } => match Reading::of(self.sport) {
                Reading::Line(_) | Reading::Sets => {
                    Some(format!("{}. {}.", self.label, self.score()))
                }
                Reading::Goals | Reading::Bout | Reading::Race => None,
            },
            ChangeItem::Goal { .. }
            | ChangeItem::Correction { .. }
            | ChangeItem::Incident { .. }
            | ChangeItem::Status { .. }
            | ChangeItem::Score { .. }
            | ChangeItem::Period { .. }
            | ChangeItem::Schedule { .. }
            | ChangeItem::Clock { .. }
            | ChangeItem::Details { .. } => None,
        }
    }

    fn end(&self) -> String {
        match Reading::of(self.sport) {
            Reading::Goals => format!("Full time. {}.", self.score()),
            Reading::Line(_) | Reading::Sets => format!("{}. {}.", self.label, self.score()),
            Reading::Bout => match self.competitors.iter().find(|c| c.winner == Some(true)) {
                Some(winner) => format!("{} won the bout.", winner.name),
                None => {
                    let names: Vec<&str> =
                        self.competitors.iter().map(|c| c.name.as_str()).collect();
                    format!("The bout of {} is over.", names.join(" and "))
                }
            },
            Reading::Race => {
                let front = self.competitors.iter().take(3).zip(1..);
                let front: Vec<String> = front.map(|(c, n)| format!("{n} {}", c.name)).collect();
                if front.is_empty() {
                    "The session is over.".to_owned()
                } else {
                    format!("The session is over. {}.", front.join(", "))
                }
            }
        }
    }
}

/// `First`, `Second`; from the eleventh on in figures.
pub(crate) fn ordinal_word(number: u32) -> String {
    let word = match number {
        1 => "First",
        2 => "Second",
        3 => "Third",
        4 => "Fourth",
        5 => "Fifth",
        6 => "Sixth",
        7 => "Seventh",
        8 => "Eighth",
        9 => "Ninth",
        10 => "Tenth",
        other => return ordinal(other),
    };
    word.to_owned()
}

/// `1st`, `22nd`, `113th`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::{Epoch, Seq};

    #[test]
    fn only_who_is_behind_is_muted() {
        let mut sides = fixtures::football().competitors;
        let muted = |sides: &[Competitor]| -> Vec<bool> {
            sides.iter().map(|c| trails(c, sides)).collect()
        };
        (sides[0].score, sides[1].score) = (Some(2), Some(1));
        assert_eq!(muted(&sides), [false, true]);
        (sides[0].winner, sides[1].winner) = (None, None);
        assert_eq!(muted(&sides), [false, true]);
        (sides[0].score, sides[1].score) = (Some(1), Some(1));
        assert_eq!(muted(&sides), [false, false]);
        (sides[0].score, sides[1].score) = (None, None);
        assert_eq!(muted(&sides), [false, false]);
        (sides[0].winner, sides[1].winner) = (None, Some(true));
        assert_eq!(muted(&sides), [true, false], "a shoot-out decides over the score");
    }

    fn change(changes: Vec<ChangeItem>) -> Change {
        let held = fixtures::football();
        Change {
            match_id: held.id,
            channel: held.channel,
            version: 2,
            seq: Seq(1),
            epoch: Epoch("e".to_owned()),
            at: held.as_of,
            changes,
            patch: serde_json::Value::Null,
        }
    }

    fn said(sport: Sport, items: Vec<ChangeItem>) -> Vec<String> {
        let it = fixtures::of(sport);
        let told = Told { sport, label: &it.status.label, competitors: &it.competitors };
        sentences(&change(items), told)
    }

    fn score() -> ChangeItem {
        ChangeItem::Score { from: vec![Some(0), Some(0)], to: vec![Some(1), Some(0)] }
    }

    fn goal() -> ChangeItem {
        let player = Some("Saka".to_owned());
        ChangeItem::Goal { competitor: Role::Home, elapsed: Some(62), extra: None, player }
    }

    fn state(phase: Phase) -> ChangeItem {
        ChangeItem::Status { from: "A".to_owned(), to: "B".to_owned(), phase }
    }

    #[test]
    fn a_goal_is_a_full_sentence_and_the_clock_is_silent() {
        let clock = ChangeItem::Clock { elapsed: Some(62), extra: None };
        assert_eq!(
            said(Sport::Football, vec![goal(), score(), clock.clone()]),
            ["Goal for Arsenal. Arsenal 2, Chelsea 1, 62nd minute, Saka."]
        );
        for sport in Sport::ALL {
            assert!(said(sport, vec![clock.clone()]).is_empty(), "{sport}");
        }
    }

    #[test]
    fn a_basket_is_no_goal_and_is_not_read_out() {
        assert!(said(Sport::Nba, vec![goal(), goal(), score()]).is_empty());
        assert!(!is_news(&change(vec![goal(), score()]), Sport::Nba));
        assert_eq!(said(Sport::Nba, vec![state(Phase::Break)]).len(), 1, "how a quarter ended is");
    }

    #[test]
    fn a_score_that_is_news_is_read_out_once() {
        let runs = said(Sport::Baseball, vec![goal(), score()]);
        assert_eq!(runs, ["Cubs 4, Mets 2."]);
        let sets = said(Sport::Volleyball, vec![goal(), score()]);
        assert_eq!(sets, ["Sets: Trentino 2, Perugia 1."]);
        for sport in [Sport::Baseball, Sport::Volleyball, Sport::Rugby] {
            assert!(is_news(&change(vec![score()]), sport), "{sport}");
        }
    }

    #[test]
    fn the_end_is_told_as_the_sport_has_it() {
        let end = |sport| said(sport, vec![state(Phase::Finished)]);
        assert_eq!(end(Sport::Football), ["Full time. Arsenal 2, Chelsea 1."]);
        assert_eq!(end(Sport::Hockey), ["After a shoot-out. Bruins 4, Sabres 5."]);
        assert_eq!(end(Sport::Mma), ["Dricus Du Plessis won the bout."]);
        assert_eq!(
            end(Sport::Formula1),
            ["The session is over. 1 Max Verstappen, 2 Lando Norris, 3 Charles Leclerc."]
        );
    }

    #[test]
    fn ordinals_end_as_english_has_it() {
        let words: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 111].map(ordinal).to_vec();
        assert_eq!(words, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th"]);
    }
}
