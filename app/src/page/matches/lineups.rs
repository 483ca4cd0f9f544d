//! Who is on the field: a drawn pitch with the list beside it.

use crate::component::state::EmptyState;
use entity::model::{Lineup, LineupPlayer, Match, Role};
use leptos::prelude::*;

/// The pitch in units of the drawing, home playing from the left.
const PITCH: (f64, f64) = (105.0, 68.0);

/// Both line-ups.
#[component]
pub(super) fn Lineups(
    /// The match.
    shown: RwSignal<Match>,
) -> impl IntoView {
    let lineups = Memo::new(move |_| shown.with(|shown| shown.lineups.clone()));
    let sides = shown.with_untracked(|shown| shown.competitors.clone());
    move || {
        match lineups.get().filter(|sides| !sides.is_empty()) {
        None => view! {
            <EmptyState
                title="No line-ups yet"
                detail="They appear here once announced, as a rule within the hour before the start."
            />
        }
        .into_any(),
        Some(lineups) => {
            let name = |role: Role| {
                sides.iter().find(|side| side.role == role).map(|side| side.name.clone())
            };
            let lists =
                lineups.iter().map(|one| list(one, name(one.competitor).unwrap_or_default()));
            view! {
                <div class="lineups">
                    {pitch(&lineups)}
                    <div class="lineup-lists">{lists.collect_view()}</div>
                </div>
            }
            .into_any()
        }
    }
    }
}

fn pitch(lineups: &[Lineup]) -> Option<AnyView> {
    let spots: Vec<_> = lineups.iter().flat_map(spots).collect();
    if spots.is_empty() {
        return None;
    }
    let spot = |(x, y, role, number, name): (f64, f64, Role, String, String)| {
        let class = if role == Role::Home { "spot spot-home" } else { "spot spot-away" };
        view! {
            <g class=class>
                <circle cx=x.to_string() cy=y.to_string() r="3"/>
                <text class="spot-number" x=x.to_string() y=(y + 1.0).to_string()>{number}</text>
                <text class="spot-name" x=x.to_string() y=(y + 5.6).to_string()>{name}</text>
            </g>
        }
    };
    Some(
        view! {
            <svg class="pitch panel" viewBox="0 0 105 68" role="img" aria-label="Players on the pitch; the lists name them">
                <rect class="pitch-field" width="105" height="68"/>
                <g class="pitch-lines">
                    <rect x="1" y="1" width="103" height="66"/>
                    <path d="M52.5 1v66M1 14h16v40H1M104 14H88v40h16M1 25h5v18H1M104 25h-5v18h5"/>
                    <circle cx="52.5" cy="34" r="9"/>
                </g>
                {spots.into_iter().map(spot).collect_view()}
            </svg>
        }
        .into_any(),
    )
}

type Spot = (f64, f64, Role, String, String);

/// Where each starter of `lineup` stands, by the `row:column` of its grid.
fn spots(lineup: &Lineup) -> Vec<Spot> {
    let placed: Vec<(u32, u32, &LineupPlayer)> = lineup
        .starters
        .iter()
        .filter_map(|player| {
            let (row, column) = player.grid.as_deref()?.split_once(':')?;
            Some((row.parse().ok()?, column.parse().ok()?, player))
        })
        .collect();
    let rows = placed.iter().map(|(row, ..)| *row).max().unwrap_or(1);
    let spot = |&(row, column, player): &(u32, u32, &LineupPlayer)| {
        let beside = placed.iter().filter(|(other, ..)| *other == row).count();
        // The keeper stands a little before the line, the forwards a little before the middle.
        let depth = 5.5 + f64::from(row - 1) * 41.0 / f64::from(rows.max(2) - 1);
        let across = PITCH.1 * (f64::from(column) - 0.5) / (beside as f64);
        let (x, y) = match lineup.competitor {
            Role::Home | Role::Entrant => (depth, PITCH.1 - across),
            Role::Away => (PITCH.0 - depth, across),
        };
        let number = player.number.map(|number| number.to_string()).unwrap_or_default();
        (x, y - 1.0, lineup.competitor, number, short(&player.name))
    };
    placed.iter().filter(|(row, column, _)| *row > 0 && *column > 0).map(spot).collect()
}

/// The last name, or what fits of it.
fn short(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or(name);
    last.chars().take(12).collect()
}

fn list(lineup: &Lineup, name: String) -> impl IntoView + use<> {
    let player = |player: &LineupPlayer| {
        view! {
            <li>
                <span class="shirt">{player.number}</span>
                <span>{player.name.clone()}</span>
                <span class="position">{player.position.clone()}</span>
            </li>
        }
    };
    let line = |text: String| view! { <p class="page-sub">{text}</p> };
    let formation = lineup.formation.clone().map(line);
    let coach = lineup.coach.as_ref().map(|coach| line(format!("Coach {coach}")));
    view! {
        <section class="panel lineup">
            <h3>{name}</h3>
            {formation}
            {coach}
            <ul>{lineup.starters.iter().map(player).collect_view()}</ul>
            <h4>"Bench"</h4>
            <ul>{lineup.substitutes.iter().map(player).collect_view()}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lineup(role: Role, grids: &[&str]) -> Lineup {
        let player = |grid: &&str| LineupPlayer {
            id: None,
            name: "Bukayo Saka".to_owned(),
            number: Some(7),
            position: None,
            grid: Some((*grid).to_owned()),
        };
        Lineup {
            competitor: role,
            formation: None,
            coach: None,
            starters: grids.iter().map(player).collect(),
            substitutes: Vec::new(),
        }
    }

    #[test]
    fn each_side_stands_in_its_own_half() {
        let grids = ["1:1", "2:1", "2:2", "3:1", "4:1"];
        assert!(spots(&lineup(Role::Home, &grids)).iter().all(|spot| spot.0 < 52.5));
        assert!(spots(&lineup(Role::Away, &grids)).iter().all(|spot| spot.0 > 52.5));
    }

    #[test]
    fn a_grid_that_is_none_is_left_off_the_pitch() {
        assert_eq!(spots(&lineup(Role::Home, &["", "0:1", "x:y", "1:1"])).len(), 1);
        assert_eq!(short("Bukayo Saka"), "Saka");
    }
}
