//! `GET channels`, `GET channels/{channel}` and who is on one.

use super::{event, info::Info, signed::Signed};
use crate::{app::AppState, http::Problem};
use axum::{Json, extract::State};
use live::Kind;
use serde_json::{Map, Value, json};

/// Every channel that somebody listens to on any node.
pub async fn list(State(app): State<AppState>, signed: Signed) -> Result<Json<Value>, Problem> {
    let prefix = signed.asked("filter_by_prefix").unwrap_or_default();
    let info = Info::read(signed.asked("info"));
    if info.user_count && !prefix.starts_with("presence-") {
        let why = "user_count is of presence channels: filter_by_prefix=presence-";
        return Err(Problem::bad_field("info", why));
    }
    let channels = app.hub.listened_to(prefix);
    let channels: Map<String, Value> =
        channels.keys().map(|name| (name.to_string(), info.of(&app, name))).collect();
    Ok(Json(json!({ "channels": channels })))
}

/// One channel, whether anybody listens or not.
pub async fn one(State(app): State<AppState>, signed: Signed) -> Result<Json<Value>, Problem> {
    let channel = signed.named("channel");
    event::check(channel)?;
    let info = Info::read(signed.asked("info"));
    if info.user_count && Kind::of(channel).0 != Kind::Presence {
        return Err(Problem::bad_field("info", "user_count is of presence channels"));
    }
    let mut found = info.of(&app, channel);
    found["occupied"] = (app.hub.listeners(channel) > 0).into();
    Ok(Json(found))
}

/// The users on a presence channel.
pub async fn users(State(app): State<AppState>, signed: Signed) -> Result<Json<Value>, Problem> {
    let channel = signed.named("channel");
    event::check(channel)?;
    if Kind::of(channel).0 != Kind::Presence {
        return Err(Problem::bad_field("channel", "only presence channels know their users"));
    }
    let users = app.hub.users(channel);
    let users: Vec<Value> = users.iter().map(|id| json!({ "id": &**id })).collect();
    Ok(Json(json!({ "users": users })))
}
