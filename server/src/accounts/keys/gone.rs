//! Keys that are no more because their account is not.

use super::{Keys, Refusal, watch::UNAUTHORIZED};
use entity::{model::AccountId, table::api_key};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

impl Keys {
    /// The public ids of an account's keys, to be handed to [`Keys::gone`] once they are removed.
    pub async fn public_ids<C: ConnectionTrait>(
        &self,
        db: &C,
        account: AccountId,
    ) -> Result<Vec<String>, DbErr> {
        api_key::Entity::find()
            .select_only()
            .column(api_key::Column::PublicId)
            .filter(api_key::Column::AccountId.eq(account.0))
            .into_tuple()
            .all(db)
            .await
    }

    /// These were removed: here they are refused and what they have open is closed at once; every
    /// other node closes it within two seconds.
    pub async fn gone(&self, public_ids: &[String]) {
        let reason = Refusal::AccountClosed.to_string();
        for id in public_ids {
            self.records.invalidate(id).await;
            self.hub.close_tag(id, UNAUTHORIZED, &reason);
        }
    }
}
