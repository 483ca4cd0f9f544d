//! Tables and rankings, where a sport has them.

use super::tape::Tape;
use entity::model::{LeagueId, ObservedLeague, Sport};
use upstream::sport::ask;

#[tokio::test(flavor = "multi_thread")]
async fn tables_and_rankings_are_given_where_a_sport_has_them_and_refused_in_words_elsewhere() {
    for (sport, league, season, tables, groups) in [
        (Sport::Basketball, "12", "2022-2023", &["standings-1"][..], 8),
        (Sport::Hockey, "3", "2019", &["standings-docs-1"], 6),
        (Sport::Baseball, "1", "2024", &["standings-excerpt-1"], 1),
        (Sport::Handball, "39", "2024", &["standings-excerpt-1"], 1),
        (Sport::Rugby, "3", "2019", &["standings-docs-1"], 1),
        (Sport::Volleyball, "132", "2024", &["standings-1"], 1),
        (Sport::AmericanFootball, "1", "2023", &["standings-2023-A"], 2),
        (Sport::Nba, "standard", "2024", &["standings-excerpt-1"], 2),
        (Sport::Afl, "1", "2024", &["standings-1"], 1),
        (Sport::Formula1, "33", "2024", &["rankings-drivers-1", "rankings-teams-1"], 2),
        (Sport::Mma, "a-card", "2024", &[], 0),
    ] {
        let Some(tape) = Tape::of(sport) else { return };
        let id = LeagueId(league.to_owned());
        for (query, name) in ask::standings(sport, &id, season).iter().zip(tables) {
            tape.put(query, 1, &tape.rows(name));
        }
        let service = tape.service("2026-11-29").await;
        let known = ObservedLeague {
            id,
            name: "The League".to_owned(),
            country: None,
            season: Some(season.to_owned()),
            round: None,
            logo: None,
            flag: None,
        };
        service.app.ingest.apply_leagues(sport, &[known]).await.unwrap();
        let path = format!("/api/v1/sports/{sport}/leagues/the-league");
        // By the season's name, by the year it began in, and by leaving it out.
        let year = &season[..4];
        for query in [format!("?season={season}"), format!("?season={year}"), String::new()] {
            let reply = service.http.get(&format!("{path}/standings{query}")).await;
            if tables.is_empty() {
                assert_eq!(reply.status, 404, "{sport}");
                assert!(reply.text.contains("MMA has no tables"), "{}", reply.text);
                continue;
            }
            assert_eq!(reply.status, 200, "{sport}: {}", reply.text);
            let told = reply.json();
            assert_eq!(told["season"], season, "{sport}");
            let found = told["groups"].as_array().unwrap();
            assert!(found.len() >= groups, "{sport}: {} groups", found.len());
            assert!(found.iter().all(|group| group["rows"][0]["team_name"].is_string()), "{sport}");
        }
        let reply = service.http.get(&format!("{path}/leaders/points")).await;
        if sport == Sport::Formula1 {
            assert_eq!(reply.json()["leaders"][0]["player_name"], "Max Verstappen");
            assert_eq!(reply.json()["metric"], "points");
        } else {
            assert_eq!(reply.status, 404, "{sport}");
            assert!(reply.text.contains("has no rankings"), "{}", reply.text);
        }
        service.stop().await;
    }
}
