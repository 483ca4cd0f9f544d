//! `GET connections`, and `POST users/{user}/terminate_connections`.

use super::signed::Signed;
use crate::app::AppState;
use axum::{Json, extract::State};
use serde_json::{Value, json};

/// How many sockets are open on all nodes.
pub async fn count(State(app): State<AppState>, _: Signed) -> Json<Value> {
    Json(json!({ "connections": app.nodes.sockets() }))
}

/// Close every socket that is signed in as a user, on whatever node it is.
pub async fn terminate(State(app): State<AppState>, signed: Signed) -> Json<Value> {
    app.nodes.close_user(signed.named("user")).await;
    Json(json!({}))
}
