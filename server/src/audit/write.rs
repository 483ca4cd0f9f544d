//! The way into the log.

use super::{Entry, Outcome};
use entity::table::audit::{ActiveModel, Entity};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, DbErr, EntityTrait,
};

/// Longest text of an indexed column.
const MAX_CHARS: usize = 180;

/// Add an act to the log, in the transaction that does it where there is one, and log its line.
pub async fn write(connection: &impl ConnectionTrait, entry: Entry) -> Result<(), DbErr> {
    log(&entry);
    let short =
        |text: String| text.chars().filter(|c| *c != '\0').take(MAX_CHARS).collect::<String>();
    let row = ActiveModel {
        id: NotSet,
        at: Set(chrono::Utc::now().timestamp_millis()),
        actor: Set(short(entry.actor.to_string())),
        account_id: Set(entry.account.map(|account| account.0)),
        action: Set(entry.action.as_str().to_owned()),
        target: Set(entry.target.map(short)),
        address: Set(entry.origin.address.map(short)),
        agent: Set(entry.origin.agent.map(short)),
        request_id: Set(entry.request_id.map(short)),
        result: Set(entry.outcome.as_str().to_owned()),
        detail: Set(entry.detail.map(|text| text.replace('\0', ""))),
    };
    Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// The same for an act that goes on whether or not it could be written, such as a refusal.
pub async fn write_or_log(connection: &impl ConnectionTrait, entry: Entry) {
    if let Err(error) = write(connection, entry).await {
        tracing::error!(%error, "audit row not written");
    }
}

fn log(entry: &Entry) {
    let (action, actor, result) = (entry.action.as_str(), &entry.actor, entry.outcome.as_str());
    let account = entry.account.map(|account| account.0);
    let target = entry.target.as_deref();
    let address = entry.origin.address.as_deref();
    let detail = entry.detail.as_deref();
    match entry.outcome {
        Outcome::Done => {
            tracing::info!(action, %actor, account, target, address, result, detail, "audit");
        }
        Outcome::Refused | Outcome::Throttled | Outcome::Failed => {
            tracing::warn!(action, %actor, account, target, address, result, detail, "audit");
        }
    }
}
