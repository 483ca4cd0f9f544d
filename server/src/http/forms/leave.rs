//! Taking one's data along, leaving, and changing one's mind.

use super::{
    ask::{Ask, Refusal, go},
    second::own,
    settings::{PAGE, password_and_code},
};
use crate::{
    accounts::privacy,
    audit::{self, Action},
};
use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};

/// The form `delete` of the settings.
pub(super) async fn delete(ask: &mut Ask) -> Result<(), Refusal> {
    let typed = ask.text("confirm").trim().to_lowercase();
    let email = own(ask)?.row.email;
    if typed != email {
        return Err(Refusal::field("confirm", format!("Type {email} to confirm.")));
    }
    let user = password_and_code(ask).await?;
    ask.accounts.close(&ask.keys, user.row.id, &ask.who()).await?;
    ask.auth.logout().await?;
    Ok(())
}

/// `POST /restore`
pub(super) async fn restore(ask: Ask) -> Response {
    let kept = match own(&ask) {
        Ok(user) => ask.accounts.restore(&ask.keys, user.row.id, &ask.who()).await,
        Err(_) => return go("/login?next=%2Frestore"),
    };
    match kept {
        Ok(()) => go("/dashboard/settings?done=restore"),
        Err(error) => ask.refuse("/restore", "restore", Refusal::from(error)).await,
    }
}

/// `GET /dashboard/settings/export`
pub(super) async fn export(ask: Ask) -> Response {
    let exported = match own(&ask) {
        Ok(user) => {
            let entry = ask.who().did(Action::AccountExport, user.row.id);
            audit::write_or_log(ask.accounts.users.database.pool(), entry).await;
            let exported = privacy::export(&ask.accounts, &ask.usage, &user.row).await;
            exported.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match exported {
        Ok(data) => {
            let name = "attachment; filename=\"bts-guru-account.json\"";
            ([(header::CONTENT_DISPOSITION, name)], Json(data)).into_response()
        }
        Err(refusal) => ask.refuse(PAGE, "export", refusal).await,
    }
}
