//! Taking one's data along, leaving, and changing one's mind.

use super::{
    request::{FormError, FormRequest, redirect},
    settings::{PAGE, password_and_code},
    two_factor::current_user,
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
pub(super) async fn delete(ask: &mut FormRequest) -> Result<(), FormError> {
    let typed = ask.text("confirm").trim().to_lowercase();
    let email = current_user(ask)?.row.email;
    if typed != email {
        return Err(FormError::field("confirm", format!("Type {email} to confirm.")));
    }
    let user = password_and_code(ask).await?;
    ask.accounts.close(&ask.keys, user.row.id, &ask.who()).await?;
    ask.auth.logout().await?;
    Ok(())
}

/// `POST /restore`
pub(super) async fn restore(ask: FormRequest) -> Response {
    let kept = match current_user(&ask) {
        Ok(user) => ask.accounts.restore(&ask.keys, user.row.id, &ask.who()).await,
        Err(_) => return redirect("/login?next=%2Frestore"),
    };
    match kept {
        Ok(()) => redirect("/dashboard/settings?done=restore"),
        Err(error) => ask.refuse("/restore", "restore", FormError::from(error)).await,
    }
}

/// `GET /dashboard/settings/export`
pub(super) async fn export(ask: FormRequest) -> Response {
    let exported = match current_user(&ask) {
        Ok(user) => {
            let entry = ask.who().did(Action::AccountExport, user.row.id);
            audit::write_or_log(ask.accounts.users.database.pool(), entry).await;
            let exported = privacy::export(&ask.accounts, &ask.usage, &user.row).await;
            exported.map_err(FormError::from)
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
