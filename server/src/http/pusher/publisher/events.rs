//! `POST events` and `POST batch_events`.

use super::{
    event::{Event, SHAPE},
    signed::Signed,
};
use crate::{app::AppState, http::Problem};
use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The most events of a batch.
const MAX_BATCH: usize = 10;

/// Tell one event on its channels.
pub async fn one(State(app): State<AppState>, signed: Signed) -> Result<Json<Value>, Problem> {
    let (event, info) = signed.read::<Event>(SHAPE)?.checked()?;
    app.nodes.publish(&event).await;
    if info.is_empty() {
        return Ok(Json(json!({})));
    }
    let channels = event.channels.iter();
    let channels: Map<String, Value> =
        channels.map(|channel| (channel.to_string(), info.of(&app, channel))).collect();
    Ok(Json(json!({ "channels": channels })))
}

/// Tell up to ten events, each on its channels; all of them or, where one cannot be told, none.
pub async fn batch(State(app): State<AppState>, signed: Signed) -> Result<Json<Value>, Problem> {
    #[derive(Deserialize)]
    struct Batch {
        batch: Vec<Event>,
    }
    let Batch { batch } = signed
        .read("write a JSON object with batch, a list of events with name, data and channel")?;
    if batch.len() > MAX_BATCH {
        return Err(Problem::bad_field("batch", format!("a batch has {MAX_BATCH} events at most")));
    }
    let events: Vec<_> = batch.into_iter().map(Event::checked).collect::<Result<_, _>>()?;
    for (event, _) in &events {
        app.nodes.publish(event).await;
    }
    if events.iter().all(|(_, info)| info.is_empty()) {
        return Ok(Json(json!({})));
    }
    let told = events.iter().map(|(event, info)| match event.channels.first() {
        Some(channel) => info.of(&app, channel),
        None => json!({}),
    });
    Ok(Json(json!({ "batch": told.collect::<Vec<_>>() })))
}
