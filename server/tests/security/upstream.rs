//! An upstream that notes what it is asked and says what a test wants.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub struct Upstream {
    asked: Arc<Mutex<Vec<(String, HeaderMap)>>>,
    rows: Arc<Mutex<Vec<Value>>>,
    elsewhere: Option<String>,
}

impl Upstream {
    /// One that sends whoever asks somewhere else.
    pub fn sending_to(elsewhere: String) -> Self {
        Self { elsewhere: Some(elsewhere), ..Self::default() }
    }

    /// Serve on a free port; ends with the test.
    pub async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    /// What every list of matches holds from now on.
    pub fn play(&self, fixture: Value) {
        self.rows.lock().unwrap().push(fixture);
    }

    /// Paths and queries it was asked for, with the headers.
    pub fn asked(&self) -> Vec<(String, HeaderMap)> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(State(upstream): State<Upstream>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let uri = parts.uri.to_string();
    upstream.asked.lock().unwrap().push((uri.clone(), parts.headers));
    if let Some(elsewhere) = upstream.elsewhere {
        return (StatusCode::FOUND, [(header::LOCATION, elsewhere)]).into_response();
    }
    let get = uri.split('?').next().unwrap().trim_start_matches('/').to_owned();
    let rows = match get.as_str() {
        "fixtures" => upstream.rows.lock().unwrap().clone(),
        _ => Vec::new(),
    };
    axum::Json(json!({
        "get": get, "parameters": [], "errors": [], "results": rows.len(),
        "paging": {"current": 1, "total": 1}, "response": rows,
    }))
    .into_response()
}
