//! The upstream's day, as strangers may spend it.

use crate::support::{start, token};
use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use entity::{
    model::{LeagueId, ObservedLeague, Sport},
    table::upstream_answer,
};
use reqwest::{Client, StatusCode};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use server::runtime::Server;
use std::sync::{Arc, Mutex};

/// An upstream that notes what it is asked, has one league with two seasons, and no tables.
#[derive(Clone, Default)]
struct Upstream(Arc<Mutex<Vec<String>>>);

impl Upstream {
    async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    fn calls(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

async fn answer(State(upstream): State<Upstream>, request: Request) -> Response {
    let uri = request.uri().to_string();
    upstream.0.lock().unwrap().push(uri.clone());
    let get = uri.split('?').next().unwrap().trim_start_matches('/').to_owned();
    let rows = if get == "leagues" {
        json!([{
            "league": {"id": 39, "name": "Premier League"}, "country": {"name": "England"},
            "seasons": [{"year": 2024, "current": false}, {"year": 2026, "current": true}],
        }])
    } else {
        json!([])
    };
    let results = rows.as_array().map_or(0, Vec::len);
    axum::Json(json!({
        "get": get, "parameters": [], "errors": [], "results": results,
        "paging": {"current": 1, "total": 1}, "response": rows,
    }))
    .into_response()
}

/// A service that knows one league, and its upstream.
async fn league(settings: &[(&str, &str)]) -> (Server, Upstream) {
    let upstream = Upstream::default();
    let url = upstream.start().await;
    let fixed = [
        ("UPSTREAM_FOOTBALL_BASE_URL", url.as_str()),
        ("RAPIDAPI_KEY", "x"),
        ("SPORTS", "football"),
    ];
    let settings: Vec<_> = fixed.into_iter().chain(settings.iter().copied()).collect();
    let service = start(&settings).await;
    let league = ObservedLeague {
        id: LeagueId("39".to_owned()),
        name: "Premier League".to_owned(),
        country: Some("England".to_owned()),
        season: Some("2026".to_owned()),
        round: None,
        logo: None,
        flag: None,
    };
    service.app.leagues.admit(Sport::Football, &[league]).await.unwrap();
    (service, upstream)
}

async fn get(service: &Server, path: &str, token: Option<&str>) -> (StatusCode, Value) {
    let mut request = Client::new().get(format!("http://{}/api/v1{path}", service.address));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
}

const LEAGUE: &str = "/sports/football/leagues/premier-league";

#[tokio::test(flavor = "multi_thread")]
async fn twenty_invented_seasons_cost_no_call_and_leave_no_row() {
    let (service, upstream) = league(&[("API_RATE_LIMIT_ENABLED", "false")]).await;
    let free = token(&service.app, "free").await;
    for token in [None, Some(free.as_str())] {
        for season in (1000..1010).chain(2010..2020) {
            for what in ["standings", "leaders/goals"] {
                let path = format!("{LEAGUE}/{what}?season={season}");
                let (status, problem) = get(&service, &path, token).await;
                assert_eq!(
                    (status, &problem["code"]),
                    (StatusCode::NOT_FOUND, &json!("not_found"))
                );
                let detail = problem["detail"].as_str().unwrap();
                assert!(detail.contains("Premier League has no season"), "{detail}");
            }
        }
    }
    assert_eq!(upstream.calls(), 0);
    let rows = upstream_answer::Entity::find().count(service.app.database.pool()).await.unwrap();
    assert_eq!(rows, 0);
    // The season it has is asked for once, whoever asks.
    for _ in 0..5 {
        let (status, table) = get(&service, &format!("{LEAGUE}/standings"), None).await;
        assert_eq!((status, &table["season"]), (StatusCode::OK, &json!("2026")));
    }
    assert_eq!(upstream.calls(), 1);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_plan_reads_the_catalogue_once_and_everybody_has_the_seasons_it_lists() {
    let (service, upstream) = league(&[("API_RATE_LIMIT_ENABLED", "false")]).await;
    let pro = token(&service.app, "pro").await;
    let table = |season: i32| format!("{LEAGUE}/standings?season={season}");
    assert_eq!(get(&service, &table(2024), None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&service, &table(2024), Some(&pro)).await.0, StatusCode::OK);
    assert_eq!(upstream.calls(), 2, "the catalogue and the table");
    for season in 2005..2024 {
        assert_eq!(get(&service, &table(season), Some(&pro)).await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(get(&service, &table(2024), None).await.0, StatusCode::OK);
    assert_eq!(upstream.calls(), 2);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn free_text_through_the_proxy_is_paid_for_and_what_is_at_hand_stays_free() {
    let (service, upstream) = league(&[("API_RATE_LIMIT", "1000")]).await;
    let free = token(&service.app, "free").await;
    let ask = async |word: String| {
        get(&service, &format!("/proxy/football/players?search={word}"), Some(&free)).await
    };
    let (mut good, mut refused) = (0, 0);
    for n in 0..60 {
        let (status, problem) = ask(format!("name{n}")).await;
        match status {
            StatusCode::OK => good += 1,
            status => {
                assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{problem}");
                assert_eq!(problem["code"], "upstream_share");
                refused += 1;
            }
        }
    }
    assert!((25..=27).contains(&good) && refused > 30, "{good} good, {refused} refused");
    assert_eq!(upstream.calls(), good);
    assert_eq!(ask("name0".to_owned()).await.0, StatusCode::OK, "it is at hand");
    // Another customer is not held to it.
    let pro = token(&service.app, "pro").await;
    let path = "/proxy/football/players?search=other";
    assert_eq!(get(&service, path, Some(&pro)).await.0, StatusCode::OK);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crawler_of_league_pages_spends_a_bounded_number_of_calls() {
    let (service, upstream) = league(&[("PAGE_RATE_LIMIT", "100000")]).await;
    let many: Vec<_> = (1_000..1_300)
        .map(|id| ObservedLeague {
            id: LeagueId(id.to_string()),
            name: format!("League {id}"),
            country: None,
            season: Some("2026".to_owned()),
            round: None,
            logo: None,
            flag: None,
        })
        .collect();
    service.app.leagues.admit(Sport::Football, &many).await.unwrap();
    let client = Client::new();
    for league in &many {
        let path = format!("/sports/football/leagues/{}", league.id);
        let page = client.get(format!("http://{}{path}", service.address)).send().await.unwrap();
        assert_eq!(page.status(), StatusCode::OK, "the page is there without a table");
    }
    assert!((200..=245).contains(&upstream.calls()), "{} calls", upstream.calls());
    service.stop().await;
}
