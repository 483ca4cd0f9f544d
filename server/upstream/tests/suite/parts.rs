//! Line-ups, statistics, leagues, tables and rankings.

use crate::{
    recordings::{answer, observations, open},
    statuses::{envelope, read, row},
};
use entity::model::{Role, Statistic};
use serde_json::json;
use upstream::football::{self, AdapterError, Metric, Sides};

fn statistic<'a>(rows: &'a [Statistic], name: &str) -> &'a Statistic {
    rows.iter().find(|row| row.name == name).expect("the measure is there")
}

#[test]
fn statistics_stand_in_the_order_of_the_competitors() {
    let Some(rows) = observations("fixture-id-2.json") else { return };
    let statistics = rows[0].statistics.as_deref().expect("are there");
    assert_eq!(statistics.len(), 18);
    let possession = statistic(statistics, "ball_possession");
    assert_eq!(possession.label, "Ball possession");
    assert_eq!(possession.unit.as_deref(), Some("%"));
    assert_eq!(possession.values, [Some(43.0), Some(57.0)]);
    assert_eq!(statistic(statistics, "expected_goals").values[0], Some(0.65));
    assert_eq!(statistic(statistics, "red_cards").values, [None, None]);
    assert_eq!(statistic(statistics, "total_shots").values[0], Some(11.0));
}

#[test]
fn statistics_fetched_apart_find_their_side_by_its_id() {
    let Some(answer) = answer("football/statistics-1.json") else { return };
    for (sides, at) in [(Sides::new("463", "442"), 0), (Sides::new("442", "463"), 1)] {
        let rows = football::statistics(&answer, &sides).expect("is a list").expect("are there");
        assert_eq!(rows.len(), 16);
        assert_eq!(statistic(&rows, "shots_on_goal").values[at], Some(3.0));
        assert_eq!(statistic(&rows, "ball_possession").values[at], Some(32.0));
    }
    let strangers = football::statistics(&answer, &Sides::new("1", "2")).expect("is a list");
    assert_eq!(strangers, None);
}

#[test]
fn one_side_alone_leaves_the_other_without_a_value() {
    let Some(answer) = answer("football/statistics-3.json") else { return };
    let rows = football::statistics(&answer, &Sides::new("50", "33")).expect("is a list");
    let rows = rows.expect("one measure is there");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].values[0], None);
    assert!(rows[0].values[1].is_some());
}

#[test]
fn lineups_name_formation_coach_and_every_player() {
    let Some(rows) = observations("fixture-id-1.json") else { return };
    let lineups = rows[0].lineups.as_deref().expect("are there");
    assert_eq!(lineups.len(), 2);
    let home = &lineups[0];
    assert_eq!(home.competitor, Role::Home);
    assert_eq!(home.formation.as_deref(), Some("3-4-2-1"));
    assert_eq!(home.coach.as_deref(), Some("Ruben Amorim"));
    assert_eq!(home.starters.len(), 11);
    let keeper = &home.starters[0];
    assert_eq!(keeper.name, "A. Bayındır");
    assert_eq!((keeper.id.as_deref(), keeper.number), (Some("50132"), Some(1)));
    assert_eq!((keeper.position.as_deref(), keeper.grid.as_deref()), (Some("G"), Some("1:1")));
    assert_eq!(home.substitutes[0].name, "Diogo Dalot");
    assert_eq!(home.substitutes[0].grid, None);
    assert_eq!(lineups[1].competitor, Role::Away);
}

#[test]
fn lineups_fetched_apart_find_their_side_by_its_id() {
    let Some(answer) = answer("football/lineups-1.json") else { return };
    // Everton is at home, though the answer names Manchester City first.
    let lineups = football::lineups(&answer, &Sides::new("45", "50")).expect("is a list");
    let lineups = lineups.expect("are there");
    let heads: Vec<_> = lineups
        .iter()
        .map(|it| (it.competitor, it.formation.as_deref(), it.coach.as_deref()))
        .collect();
    assert_eq!(
        heads,
        [
            (Role::Home, Some("4-3-1-2"), Some("C. Ancelotti")),
            (Role::Away, Some("4-3-3"), Some("Guardiola")),
        ]
    );
    let seats: Vec<_> =
        lineups.iter().map(|it| (it.starters.len(), it.substitutes.len())).collect();
    assert_eq!(seats, [(11, 8), (11, 9)]);
    let striker = &lineups[0].starters[10];
    assert_eq!((striker.name.as_str(), striker.id.as_deref()), ("Richarlison", Some("2413")));
    assert_eq!((striker.number, striker.position.as_deref()), (Some(7), Some("F")));
    assert_eq!(striker.grid.as_deref(), Some("5:1"));
    let bench = &lineups[1].substitutes[4];
    assert_eq!((bench.name.as_str(), bench.number), ("İlkay Gündoğan", Some(8)));
    assert_eq!(bench.grid, None);
    let strangers = football::lineups(&answer, &Sides::new("1", "2")).expect("is a list");
    assert_eq!(strangers, None);
}

#[test]
fn starters_alone_are_a_lineup_without_a_bench() {
    let Some(answer) = answer("football/lineups-2.json") else { return };
    let lineups = football::lineups(&answer, &Sides::new("42", "212")).expect("is a list");
    let lineups = lineups.expect("are there");
    let heads: Vec<_> = lineups.iter().map(|it| (it.competitor, it.formation.as_deref())).collect();
    assert_eq!(heads, [(Role::Home, Some("4-2-3-1")), (Role::Away, Some("4-3-3"))]);
    for lineup in &lineups {
        assert_eq!((lineup.starters.len(), lineup.substitutes.len()), (11, 0));
        // The answer has a coach with neither number nor name.
        assert_eq!(lineup.coach, None);
    }
    let (raya, gabriel) = (&lineups[0].starters[0], &lineups[0].starters[3]);
    assert_eq!(
        (raya.name.as_str(), raya.number, raya.grid.as_deref()),
        ("David Raya", Some(22), None)
    );
    assert_eq!(
        (gabriel.name.as_str(), gabriel.grid.as_deref()),
        ("Gabriel Magalhães", Some("2:4"))
    );
    assert_eq!(lineups[1].starters[9].name, "Galeno");
}

#[test]
fn home_stands_first_whatever_the_upstream_lists_first() {
    let mut row = row("1H", json!(5), [json!(0), json!(0)]);
    let side = |id: u32| {
        json!({"team": {"id": id}, "coach": [], "formation": "", "startXI":
            [{"player": {"id": null, "name": "Youth"}}, {"player": {"id": 0, "name": null}}, null],
            "substitutes": null})
    };
    row["lineups"] = json!([side(36), side(33), side(99)]);
    let lineups = read(&row).lineups.expect("are there");
    let roles: Vec<_> = lineups.iter().map(|it| it.competitor).collect();
    assert_eq!(roles, [Role::Home, Role::Away]);
    assert_eq!((lineups[0].formation.as_deref(), lineups[0].coach.as_deref()), (None, None));
    let names: Vec<_> = lineups[0].starters.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Youth"]);
}

#[test]
fn leagues_come_with_the_year_of_their_current_season() {
    let Some(german) = answer("football/leagues-1.json") else { return };
    let leagues = football::leagues(&german).expect("is a list");
    assert_eq!(leagues.len(), 33);
    let first = &leagues[0];
    assert_eq!((first.id.0.as_str(), first.name.as_str()), ("989", "Oberliga - Relegation Round"));
    assert_eq!(first.country.as_deref(), Some("Germany"));
    assert_eq!(first.season.as_deref(), Some("2022"));
    assert_eq!(first.flag.as_deref(), Some("https://media.api-sports.io/flags/de.svg"));
    let all = answer("football/leagues-2.json").expect("the other recording is there");
    assert_eq!(football::leagues(&all).expect("is a list").len(), 1_206);
}

#[test]
fn a_league_without_a_current_season_has_its_latest() {
    let rows = json!([
        {"league": {"id": 1, "name": "One"}, "country": null,
            "seasons": [{"year": 2024, "current": false}, {"year": 2023, "current": false}]},
        {"league": {"id": 2, "name": "Two"}, "country": {"name": "World"},
            "seasons": [{"year": 2026, "current": false}, {"year": 2025, "current": true}]},
        {"league": {"id": 3, "name": "Three"}},
        {"league": {"id": 4, "name": null}},
    ]);
    let leagues = football::leagues(&open(envelope("leagues", &rows))).expect("is a list");
    let seasons: Vec<_> = leagues.iter().map(|league| league.season.as_deref()).collect();
    assert_eq!(seasons, [Some("2024"), Some("2025"), None]);
}

#[test]
fn a_table_ranks_its_teams() {
    let Some(answer) = answer("football/standings-1.json") else { return };
    let standings = football::standings(&answer).expect("is a list");
    assert_eq!(standings.len(), 1);
    assert_eq!(standings[0].league.id.0, "39");
    assert_eq!(standings[0].league.season.as_deref(), Some("2022"));
    let group = &standings[0].groups[0];
    assert_eq!((group.name.as_deref(), group.rows.len()), (Some("Premier League"), 20));
    let first = &group.rows[0];
    assert_eq!((first.rank, first.team_name.as_str()), (1, "Manchester City"));
    assert_eq!((first.points, first.goals_diff), (89, 61));
    assert_eq!((first.played, first.win, first.draw, first.lose), (38, 28, 5, 5));
    assert_eq!((first.goals_for, first.goals_against), (94, 33));
    assert_eq!(first.form.as_deref(), Some("LDWWW"));
    assert!(group.rows.windows(2).all(|pair| pair[0].rank < pair[1].rank));
}

#[test]
fn one_teams_place_is_a_table_of_one_row() {
    let Some(answer) = answer("football/standings-2.json") else { return };
    let standings = football::standings(&answer).expect("is a list");
    assert_eq!(standings.len(), 1);
    let league = &standings[0].league;
    assert_eq!((league.id.0.as_str(), league.name.as_str()), ("135", "Serie A"));
    assert_eq!(
        (league.country.as_deref(), league.season.as_deref()),
        (Some("Italy"), Some("2025"))
    );
    let group = &standings[0].groups[0];
    assert_eq!((standings[0].groups.len(), group.name.as_deref()), (1, Some("Serie A")));
    let [row] = &group.rows[..] else { panic!("{} rows", group.rows.len()) };
    assert_eq!((row.rank, row.team_id.as_str(), row.team_name.as_str()), (15, "490", "Cagliari"));
    assert_eq!((row.points, row.goals_diff), (18, -6));
    assert_eq!((row.played, row.win, row.draw, row.lose), (18, 4, 6, 8));
    assert_eq!((row.goals_for, row.goals_against), (19, 25));
    assert_eq!((row.form.as_deref(), row.description.as_deref()), (Some("LWDLW"), None));
    let touched = row.updated_at.expect("is told").to_rfc3339();
    assert_eq!(touched, "2026-01-04T00:00:00+00:00");
}

#[test]
fn each_group_of_a_group_stage_is_a_table() {
    let place = |rank: u32, id: u32, group: &str| json!({"rank": rank, "team": {"id": id, "name": "T"}, "points": -3, "group": group});
    let rows = json!([{"league": {"id": 4, "name": "Euro", "season": 2024, "standings": [
        [place(1, 1, "Group A"), place(2, 2, "Group A"), null], [place(1, 3, "Group B")], [], null
    ]}}]);
    let standings = football::standings(&open(envelope("standings", &rows))).expect("is a list");
    let groups: Vec<_> =
        standings[0].groups.iter().map(|it| (it.name.as_deref(), it.rows.len())).collect();
    assert_eq!(groups, [(Some("Group A"), 2), (Some("Group B"), 1)]);
    assert_eq!(standings[0].groups[0].rows[0].points, -3);
}

#[test]
fn rankings_are_told_apart_by_their_endpoint() {
    for (name, metric, count, player, team, value) in [
        ("topscorers-1", Metric::Goals, 20, "Lautaro Martínez", "Inter", 9),
        ("topassists-1", Metric::Assists, 19, "Álex Grimaldo", "Bayer Leverkusen", 11),
        ("topyellowcards-1", Metric::YellowCards, 20, "João Palhinha", "Fulham", 12),
    ] {
        let Some(answer) = answer(&format!("football/{name}.json")) else { return };
        let leaders = football::leaders(&answer).expect("is a ranking");
        assert_eq!((leaders.metric, leaders.rows.len()), (metric, count));
        let first = &leaders.rows[0];
        assert_eq!((first.rank, first.player_name.as_str(), first.value), (1, player, value));
        assert_eq!(first.team_name.as_deref(), Some(team));
        assert!(leaders.rows.windows(2).all(|pair| pair[0].value >= pair[1].value), "{name}");
        assert!(leaders.rows.windows(2).all(|pair| pair[0].rank + 1 == pair[1].rank), "{name}");
    }
    for metric in Metric::ALL {
        assert_eq!(Metric::from_slug(metric.slug()), Some(metric));
    }
}

#[test]
fn red_cards_count_second_yellow_ones() {
    let rows = json!([{"player": {"id": 1, "name": "A"}, "statistics":
        [{"team": {"id": 2, "name": "B"}, "cards": {"yellow": 4, "yellowred": 1, "red": 2}}]}]);
    let answer = open(envelope("players/topredcards", &rows));
    assert_eq!(football::leaders(&answer).expect("is a ranking").rows[0].value, 3);
    let other = open(envelope("players", &rows));
    let endpoint = "players".to_owned();
    assert_eq!(football::leaders(&other), Err(AdapterError::UnknownRanking { endpoint }));
}
