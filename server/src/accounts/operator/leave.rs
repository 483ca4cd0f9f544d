//! Removing an account.

use super::{Operator, OperatorError};
use crate::{
    accounts::close,
    audit::{self, Action},
};
use std::time::Duration;

/// Every node has looked at changed keys after so long.
const LOOKED: Duration = Duration::from_millis(2_000);

impl Operator {
    /// Remove an account with all that hangs on it, at once and for good. It is disabled first, and
    /// every node given the time to see that: a key that is gone cannot say that it changed.
    pub async fn delete(&self, email: &str) -> Result<(), OperatorError> {
        self.disable(email, "It is being deleted.").await?;
        tokio::time::sleep(LOOKED).await;
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        close::erase(&transaction, &row).await?;
        audit::write(&transaction, self.entry(Action::AccountDelete, row.id, "")).await?;
        transaction.commit().await?;
        Ok(())
    }
}
