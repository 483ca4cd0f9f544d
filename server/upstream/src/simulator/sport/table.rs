//! Tables of leagues: what each club has done in the competition that runs.

use super::league::League;
use super::nba;
use super::play::State;
use super::rules::{Rules, rules};
use super::store::Sports;
use super::told::{Told, country_of, image, league_of, season, team_of};
use crate::simulator::zone;
use entity::model::Sport;
use serde_json::{Value, json};

/// What a club has done.
#[derive(Clone, Debug, Default)]
struct Tally {
    team: usize,
    won: [u32; 2],
    drawn: u32,
    lost: [u32; 2],
    scored: u32,
    against: u32,
    points: u32,
    /// Home and away: won and lost.
    split: [[u32; 2]; 2],
    /// Latest first.
    form: String,
}

impl Tally {
    const fn wins(&self) -> u32 {
        self.won[0] + self.won[1]
    }

    const fn defeats(&self) -> u32 {
        self.lost[0] + self.lost[1]
    }

    const fn played(&self) -> u32 {
        self.wins() + self.drawn + self.defeats()
    }

    fn difference(&self) -> i64 {
        i64::from(self.scored) - i64::from(self.against)
    }

    /// The share of matches won, a draw as half of one, in a million.
    fn share(&self) -> u32 {
        (self.wins() * 1_000_000 + self.drawn * 500_000) / self.played().max(1)
    }

    /// `W3`.
    fn streak(&self) -> (char, usize) {
        let first = self.form.chars().next().unwrap_or('W');
        (first, self.form.chars().take_while(|letter| *letter == first).count())
    }
}

/// The rows of a league's table at `now`, in the sport's own shape; none for a cup.
pub(super) fn standings(
    sports: &Sports,
    sport: Sport,
    league: &League,
    team: Option<usize>,
    now: i64,
) -> Vec<Value> {
    let Some(rules) = rules(sport).filter(|_| !league.cup) else { return Vec::new() };
    let tallies = tallies(sports, sport, rules, league, now);
    let wanted = |tally: &Tally| team.is_none_or(|team| team == tally.team);
    let place = |position: usize, tally: &Tally| match sport {
        Sport::AmericanFootball => college_or_pro(sports, league, position, tally, now),
        Sport::Nba => conference(sports, league, position, &tallies, tally, now),
        Sport::Afl => ladder(sports, position, tally),
        sport => common(sports, sport, league, position, tally, now),
    };
    let rows = tallies.iter().filter(|tally| wanted(tally));
    let rows = rows.map(|tally| place(rank(sports, sport, &tallies, tally), tally)).collect();
    match sport {
        Sport::AmericanFootball | Sport::Nba | Sport::Afl => rows,
        // One list of places in a list.
        _ => vec![Value::Array(rows)],
    }
}

/// The place of a club among those of its group, from 1.
fn rank(sports: &Sports, sport: Sport, tallies: &[Tally], of: &Tally) -> usize {
    let teams = &sports.world(sport).teams;
    let group = teams[of.team].group;
    let mut same = tallies.iter().filter(|tally| teams[tally.team].group == group);
    same.position(|tally| tally.team == of.team).map_or(1, |place| place + 1)
}

/// Best first.
fn tallies(
    sports: &Sports,
    sport: Sport,
    rules: &dyn Rules,
    league: &League,
    now: i64,
) -> Vec<Tally> {
    let tally = |team: &usize| Tally { team: *team, ..Tally::default() };
    let mut tallies: Vec<Tally> = league.teams.iter().map(tally).collect();
    let turn = league.turn(league.day_of(now));
    for day in turn.first..=league.day_of(now).min(turn.last) {
        for found in sports.on_day(sport, day, now) {
            if found.game().league != league.index {
                continue;
            }
            let it = Told::new(sports, &found, zone::UTC, now);
            let over = matches!(it.view.state, State::Ended(_) | State::Awarded | State::Walkover);
            let Some(totals) = it.totals(rules).filter(|_| over) else { continue };
            let beyond = rules.beyond(&it.view);
            for side in [0, 1] {
                let (mine, theirs) = (totals[side], totals[1 - side]);
                let team = it.game.sides[side];
                let Some(tally) = tallies.iter_mut().find(|tally| tally.team == team) else {
                    continue;
                };
                tally.scored += mine;
                tally.against += theirs;
                tally.points += rules.points(mine, theirs, beyond);
                let letter = match mine.cmp(&theirs) {
                    std::cmp::Ordering::Greater => {
                        tally.won[usize::from(beyond)] += 1;
                        tally.split[side][0] += 1;
                        'W'
                    }
                    std::cmp::Ordering::Equal => {
                        tally.drawn += 1;
                        'D'
                    }
                    std::cmp::Ordering::Less => {
                        tally.lost[usize::from(beyond)] += 1;
                        tally.split[side][1] += 1;
                        'L'
                    }
                };
                tally.form.insert(0, letter);
            }
        }
    }
    let by_share =
        matches!(sport, Sport::Basketball | Sport::Baseball | Sport::AmericanFootball | Sport::Nba);
    tallies.sort_by_key(|tally| {
        let first = if by_share { tally.share() } else { tally.points };
        std::cmp::Reverse((first, tally.difference(), tally.scored, tally.team))
    });
    tallies
}

/// The shape that six sports share.
fn common(
    sports: &Sports,
    sport: Sport,
    league: &League,
    position: usize,
    tally: &Tally,
    now: i64,
) -> Value {
    let team = &sports.world(sport).teams[tally.team];
    let hundred = matches!(sport, Sport::Handball | Sport::Rugby | Sport::Volleyball);
    let total = |count: u32| {
        let share = f64::from(count) / f64::from(tally.played().max(1));
        let text = if hundred { format!("{:.2}", share * 100.0) } else { format!("{share:.3}") };
        json!({"total": count, "percentage": text})
    };
    let mut games = json!({
        "played": tally.played(),
        "win": total(tally.wins()),
        "lose": total(tally.defeats()),
    });
    if sport == Sport::Hockey {
        // Wins in regular time, and those after it apart.
        games["win"] = total(tally.won[0]);
        games["win_overtime"] = total(tally.won[1]);
        games["lose"] = total(tally.lost[0]);
        games["lose_overtime"] = total(tally.lost[1]);
    }
    if matches!(sport, Sport::Handball | Sport::Rugby) {
        games["draw"] = total(tally.drawn);
    }
    let stage = format!("{} - Regular Season", league.name);
    let form: String = tally.form.chars().take(5).collect();
    let mut told = league_of(sport, league);
    told["season"] = season(league, league.turn(league.day_of(now)).first);
    let mut row = json!({
        "position": position,
        "stage": stage,
        "group": {"name": null},
        "team": team_of(sport, team.id, &team.name),
        "league": told,
        "country": country_of(league),
        "games": games,
        "form": (!form.is_empty()).then_some(form),
        "description": (position <= 4).then(|| format!("Promotion - {} (Play Offs)", league.name)),
    });
    let scored = json!({"for": tally.scored, "against": tally.against});
    if matches!(sport, Sport::Basketball | Sport::Baseball) {
        row["group"] = json!({"name": league.name});
        row["points"] = scored;
    } else {
        row["goals"] = scored;
        row["points"] = json!(tally.points);
    }
    row
}

fn college_or_pro(
    sports: &Sports,
    league: &League,
    position: usize,
    tally: &Tally,
    now: i64,
) -> Value {
    let sport = Sport::AmericanFootball;
    let team = &sports.world(sport).teams[tally.team];
    let country = country_of(league);
    let college = league.id == 2;
    let record = |[won, lost]: [u32; 2]| (!college).then(|| format!("{won}-{lost}"));
    let (letter, length) = tally.streak();
    json!({
        "league": {
            "id": league.id,
            "name": league.name,
            "season": season(league, league.turn(league.day_of(now)).first),
            "logo": image(sport, "leagues", league.id),
            "country": {"name": country["name"], "code": country["code"], "flag": country["flag"]},
        },
        "conference": team.group.0,
        "division": team.group.1,
        "position": position,
        "team": team_of(sport, team.id, &team.name),
        "won": tally.wins(),
        "lost": tally.defeats(),
        "ties": (!college).then_some(tally.drawn),
        "points": {
            "for": tally.scored,
            "against": tally.against,
            "difference": tally.difference(),
        },
        "records": {
            "home": record(tally.split[0]),
            "road": record(tally.split[1]),
            "conference": null,
            "division": null,
        },
        "streak": format!("{letter}{length}"),
        "ncaa_conference": {"won": null, "lost": null, "points": {"for": null, "against": null}},
    })
}

fn conference(
    sports: &Sports,
    league: &League,
    in_division: usize,
    tallies: &[Tally],
    tally: &Tally,
    now: i64,
) -> Value {
    let teams = &sports.world(Sport::Nba).teams;
    let team = &teams[tally.team];
    let mut same = tallies.iter().filter(|other| teams[other.team].group.0 == team.group.0);
    let rank = same.position(|other| other.team == tally.team).map_or(1, |place| place + 1);
    let leader = tallies.iter().find(|other| teams[other.team].group == team.group);
    let (won, lost) = (tally.wins(), tally.defeats());
    let behind = leader.filter(|leader| leader.team != tally.team).map(|leader| {
        let ahead = i64::from(leader.wins()) - i64::from(won) + i64::from(lost);
        let halves = ahead - i64::from(leader.defeats());
        format!("{}.{}", halves / 2, if halves % 2 == 0 { 0 } else { 5 })
    });
    let share = |count: u32| format!("{:.3}", f64::from(count) / f64::from((won + lost).max(1)));
    let ten = |letter: char| tally.form.chars().take(10).filter(|it| *it == letter).count();
    let (letter, length) = tally.streak();
    json!({
        "league": "standard",
        "season": season(league, league.turn(league.day_of(now)).first),
        "team": nba::team_of(team),
        "conference": {"name": team.group.0, "rank": rank, "win": won, "loss": lost},
        "division": {
            "name": team.group.1,
            "rank": in_division,
            "win": won,
            "loss": lost,
            "gamesBehind": behind,
        },
        "win": {
            "home": tally.split[0][0],
            "away": tally.split[1][0],
            "total": won,
            "percentage": share(won),
            "lastTen": ten('W'),
        },
        "loss": {
            "home": tally.split[0][1],
            "away": tally.split[1][1],
            "total": lost,
            "percentage": share(lost),
            "lastTen": ten('L'),
        },
        "gamesBehind": behind,
        "streak": length,
        "winStreak": letter == 'W',
        "tieBreakerPoints": null,
    })
}

fn ladder(sports: &Sports, position: usize, tally: &Tally) -> Value {
    let team = &sports.world(Sport::Afl).teams[tally.team];
    json!({
        "position": position,
        "team": team_of(Sport::Afl, team.id, &team.name),
        "pts": tally.points,
        "games": {
            "played": tally.played(),
            "win": tally.wins(),
            "drawn": tally.drawn,
            "lost": tally.defeats(),
        },
        "points": {"for": tally.scored, "against": tally.against},
        "last_5": tally.form.chars().take(5).collect::<String>(),
    })
}
