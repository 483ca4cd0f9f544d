//! A machine of one's own, on which commands are run.

use crate::support::process::run;
use entity::table::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::Value;
use server::store::Database;

pub(super) const EVE: &str = "eve@example.com";

/// A data folder, and another database where one is named.
pub(super) struct Machine {
    pub(super) data: tempfile::TempDir,
    pub(super) database: Option<String>,
}

impl Machine {
    pub(super) fn new() -> Self {
        Self { data: tempfile::tempdir().unwrap(), database: None }
    }

    pub(super) fn settings(&self) -> Vec<(&str, &str)> {
        let data = self.data.path().to_str().unwrap();
        let key = "a key of thirty-two letters or a few more";
        let mut settings = vec![("DATA_DIR", data), ("RUST_LOG", "error"), ("APP_KEY", key)];
        settings.extend(self.database.as_deref().map(|url| ("DATABASE_URL", url)));
        settings
    }

    /// What a command prints; it has to succeed.
    pub(super) fn done(&self, arguments: &[&str]) -> String {
        let output = run(arguments, &self.settings());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(super) fn json(&self, arguments: &[&str]) -> Value {
        let said = self.done(&[arguments, &["--json"]].concat());
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("no JSON: {said}"))
    }

    /// An account with a key: its password, the key's public id and its token.
    pub(super) fn customer(&self) -> (String, String, String) {
        let said = self.done(&["user:create", EVE]);
        let password = said.split("password ").nth(1).unwrap().split(' ').next().unwrap();
        let token = self.done(&["key:create", EVE, "--name", "scraper"]).trim().to_owned();
        let keys = self.json(&["key:list", EVE]);
        (password.to_owned(), keys[0]["public_id"].as_str().unwrap().to_owned(), token)
    }

    /// The line and the exit code of a command that fails.
    pub(super) fn failed(&self, arguments: &[&str]) -> (String, i32) {
        let output = run(arguments, &self.settings());
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        assert!(!output.status.success(), "{arguments:?} went well");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
        (said, output.status.code().unwrap())
    }

    /// The machine's database, for what no command does.
    pub(super) async fn database(&self) -> Database {
        let own = format!("sqlite://{}/bts-guru.sqlite", self.data.path().display());
        Database::connect(self.database.as_deref().unwrap_or(&own)).await.unwrap()
    }

    /// Give an account a second factor, as its owner does with an app at hand.
    pub(super) async fn factor(&self, email: &str) {
        let given = user::Entity::update_many()
            .col_expr(user::Column::TotpSeed, Expr::value("a seed"))
            .filter(user::Column::Email.eq(email))
            .exec(self.database().await.pool())
            .await
            .unwrap();
        assert_eq!(given.rows_affected, 1, "{email}");
    }

    pub(super) fn acts(&self, account: &str) -> Vec<Value> {
        self.json(&["audit:list", "--account", account]).as_array().unwrap().clone()
    }
}
