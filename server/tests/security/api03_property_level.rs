//! API3, broken object property level authorization: setting what is not one's to set, and being
//! told what is nobody's to know.
//!
//! Also tried: members of a new key, and scopes beyond one's own (`keys::rest`); fields of the forms
//! of an account (`accounts::forged`).

use crate::customer::{ANA, EVE, Two, account};
use entity::table::{session, user};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::json;

#[tokio::test]
async fn what_a_key_is_made_of_is_not_set_by_changing_it() {
    let two = Two::meet().await;
    let path = format!("/keys/{}", two.own.key.public_id);
    let before = two.get(&path, &two.own).await.body;
    for member in [
        "id",
        "account_id",
        "account",
        "plan",
        "token",
        "token_hash",
        "public_id",
        "status",
        "created_at",
        "revoked_at",
        "last_used_at",
        "rotation",
        "is_admin",
        "__proto__",
    ] {
        let body = json!({"name": "Changed", member: "1"}).to_string();
        let answer = two.send("PATCH", &path, &two.own, &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.fields()),
            (400, vec![member]),
            "{}",
            answer.body
        );
    }
    let after = two.get(&path, &two.own).await.body;
    assert_eq!(before["name"], after["name"], "nothing is half-written");
    assert_eq!(before["scopes"], after["scopes"]);
}

#[tokio::test]
async fn fields_smuggled_into_a_form_of_the_dashboard_do_nothing() {
    let mut two = Two::meet().await;
    let hers = account(&two.site, ANA).await.id.to_string();
    let fields = [
        ("form[name]", "Smuggled"),
        ("form[scopes][matches:read]", "on"),
        ("form[account_id]", &hers),
        ("form[account]", &hers),
        ("form[plan]", "business"),
        ("form[token_hash]", "0"),
        ("form[scopes][admin]", "on"),
        ("form[is_admin]", "true"),
        ("account", &hers),
        ("account_id", &hers),
        ("viewer", &hers),
        ("plan", "business"),
        ("is_admin", "true"),
    ];
    let answer = two.eve.post("/fn/dashboard/keys/create", &fields).await;
    let hers = two.get("/keys", &two.hers).await.body;
    assert!(!hers.to_string().contains("Smuggled"), "{hers}");
    let own = two.get("/keys", &two.own).await.body;
    for key in own["data"].as_array().unwrap() {
        if key["name"] == "Smuggled" {
            assert_eq!(key["scopes"], json!(["matches:read"]), "{}", answer.body);
        }
    }
    for (form, more) in [
        ("sessions", vec![]),
        ("email", vec![("email", "eve@new.example"), ("current", crate::site::PASSWORD)]),
    ] {
        let mut fields = vec![("is_admin", "true"), ("plan", "business"), ("verified_at", "1")];
        fields.extend(more);
        two.eve.settings(form, &fields).await;
    }
    let row = account(&two.site, EVE).await;
    assert!(!row.is_admin && row.plan == "free");
}

/// Every answer a customer gets, searched for what the database keeps of secrets.
#[tokio::test]
async fn no_answer_holds_a_hash_a_seed_or_a_secret() {
    const SEED: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let mut two = Two::meet().await;
    let app = two.site.app.clone();
    let pool = app.database.pool();
    user::Entity::update_many()
        .col_expr(user::Column::TotpSeed, Expr::value(SEED))
        .exec(pool)
        .await
        .unwrap();
    let id = two.hers.key.public_id.clone();
    let mut answers = Vec::new();
    let paths = server::http::docs::openapi()["paths"].as_object().unwrap();
    for path in paths.keys().filter(|path| !path.contains("stream")) {
        let path = path.replace("/keys/{id}", &format!("/keys/{id}"));
        answers.push((path.clone(), two.get(&path, &two.hers).await.body.to_string()));
    }
    let rotated = two.send("POST", &format!("/keys/{id}/rotate"), &two.hers, "{}").await;
    assert_eq!(rotated.status, 200);
    for path in [
        "/dashboard",
        "/dashboard/keys",
        "/dashboard/usage",
        "/dashboard/plan",
        "/dashboard/settings",
        "/dashboard/settings/export",
        "/dashboard/usage.csv",
        "/two-factor",
        "/status",
        "/fn/settings",
        "/fn/dashboard/keys",
        "/fn/dashboard/overview",
        "/fn/dashboard/usage?query=by%3Dkey",
        "/readyz",
        "/docs/api.json",
        "/docs/realtime.json",
    ] {
        answers.push((path.to_owned(), two.ana.get(path).await.body));
    }
    let row = account(&two.site, ANA).await;
    let key = two.her_row().await;
    let session = session::Entity::find().all(pool).await.unwrap();
    let mut secrets = vec![
        SEED.to_owned(),
        row.password_hash,
        "$argon2".to_owned(),
        key.token_hash,
        key.old_token_hash.unwrap(),
        two.hers.token.reveal().to_owned(),
    ];
    secrets.extend(session.into_iter().map(|session| session.data));
    for (path, body) in answers {
        for secret in &secrets {
            assert!(!body.contains(secret.as_str()), "{path} holds {secret}");
        }
    }
}
