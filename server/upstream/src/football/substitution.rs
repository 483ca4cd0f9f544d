//! Who goes on and who goes off.

use entity::model::{Incident, IncidentKind, Lineup, LineupPlayer, Role};
use std::collections::HashSet;

/// What the line-ups say of one substitution as the upstream wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// `player` goes off, `assist` goes on.
    PlayerOff,
    /// `player` goes on, `assist` goes off.
    PlayerOn,
    /// The line-ups do not tell.
    Open,
}

/// Makes `player` the one who goes on and `assist` the one who goes off, straight from the wire.
///
/// The upstream writes it either way round, mostly one way throughout a match. Line-ups tell: who
/// is on the field is followed in order of play. What they leave open goes as the rest of the
/// match, and without line-ups `player` goes off, which is the more common of the two.
pub(super) fn settle(incidents: &mut [Incident], lineups: &[Lineup]) {
    turn(incidents, lineups, true);
}

/// Turns round the substitutions that line-ups contradict.
///
/// For incidents that were read from an answer without line-ups, such as `fixtures?live=all`, once
/// the line-ups are known from elsewhere; otherwise the two answers would contradict each other
/// in turn. What the line-ups leave open goes as the rest of the match. Settling twice is settling
/// once.
pub fn settle_substitutions(incidents: &mut [Incident], lineups: &[Lineup]) {
    turn(incidents, lineups, false);
}

fn turn(incidents: &mut [Incident], lineups: &[Lineup], unless_told: bool) {
    let mut fields = [Field::of(lineups, Role::Home), Field::of(lineups, Role::Away)];
    let mut readings = Vec::new();
    for incident in incidents.iter() {
        if incident.kind == IncidentKind::Substitution {
            let field = match incident.competitor {
                Some(Role::Home) => Some(&mut fields[0]),
                Some(Role::Away) => Some(&mut fields[1]),
                Some(Role::Entrant) | None => None,
            };
            readings.push(field.map_or(Reading::Open, |field| field.follow(incident)));
        }
    }
    let on = readings.iter().filter(|reading| **reading == Reading::PlayerOn).count();
    let off = readings.iter().filter(|reading| **reading == Reading::PlayerOff).count();
    let substitutions =
        incidents.iter_mut().filter(|incident| incident.kind == IncidentKind::Substitution);
    for (incident, reading) in substitutions.zip(readings) {
        let player_off = match reading {
            Reading::PlayerOff => true,
            Reading::PlayerOn => false,
            Reading::Open if on == off => unless_told,
            Reading::Open => off > on,
        };
        if player_off {
            std::mem::swap(&mut incident.player, &mut incident.assist);
            std::mem::swap(&mut incident.player_id, &mut incident.assist_id);
        }
    }
}

/// One side's players: on the field, and on the bench until they come on.
#[derive(Default)]
struct Field {
    on: HashSet<String>,
    bench: HashSet<String>,
}

impl Field {
    fn of(lineups: &[Lineup], role: Role) -> Self {
        let keys = |players: &[LineupPlayer]| {
            players.iter().filter_map(|it| key(it.id.as_deref(), Some(&it.name))).collect()
        };
        lineups.iter().find(|lineup| lineup.competitor == role).map_or_else(
            Field::default,
            |lineup| Field { on: keys(&lineup.starters), bench: keys(&lineup.substitutes) },
        )
    }

    /// Reads one substitution and carries it out.
    fn follow(&mut self, incident: &Incident) -> Reading {
        let player = key(incident.player_id.as_deref(), incident.player.as_deref());
        let assist = key(incident.assist_id.as_deref(), incident.assist.as_deref());
        let is = |set: &HashSet<String>, who: &Option<String>| {
            who.as_ref().is_some_and(|key| set.contains(key))
        };
        let on = (is(&self.on, &player), is(&self.on, &assist));
        let bench = (is(&self.bench, &player), is(&self.bench, &assist));
        let reading = match (on, bench) {
            ((true, false), _) | ((false, false), (false, true)) => Reading::PlayerOff,
            ((false, true), _) | ((false, false), (true, false)) => Reading::PlayerOn,
            ((true, true), _) | ((false, false), (true, true) | (false, false)) => Reading::Open,
        };
        let (goes_on, goes_off) = match reading {
            Reading::PlayerOff => (assist, player),
            Reading::PlayerOn => (player, assist),
            Reading::Open => (None, None),
        };
        if let Some(key) = goes_off {
            self.on.remove(&key);
        }
        if let Some(key) = goes_on {
            self.bench.remove(&key);
            self.on.insert(key);
        }
        reading
    }
}

/// The number where there is one, else the name.
fn key(id: Option<&str>, name: Option<&str>) -> Option<String> {
    id.map(|id| format!("#{id}")).or_else(|| name.map(str::to_lowercase))
}
