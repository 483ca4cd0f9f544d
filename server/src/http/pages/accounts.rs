//! The pages' port to accounts.

use crate::accounts::{Accounts, recovery, token::Kind, totp::Seed};
use app::port::{AccountSettings, Enrolment, PortError, SessionRow, Viewer};
use async_trait::async_trait;
use entity::table::{instant, session};
use sea_orm::DbErr;
use std::fmt::Write;

/// Accounts as the pages read them.
pub struct AccountsPort(pub Accounts);

#[async_trait]
impl app::port::Accounts for AccountsPort {
    async fn settings(
        &self,
        viewer: &Viewer,
        session: Option<&str>,
    ) -> Result<AccountSettings, PortError> {
        let accounts = &self.0;
        let row = accounts.users.by_id(viewer.id).await.map_err(unavailable)?;
        let row = row.ok_or_else(|| PortError::NotFound { what: "such account".to_owned() })?;
        let sessions = accounts.sessions.of(viewer.id).await.map_err(unavailable)?;
        let database = &accounts.users.database;
        Ok(AccountSettings {
            viewer: viewer.clone(),
            created: instant(row.created_at),
            wrong_codes: row.wrong_codes,
            pending_email: row.pending_email.filter(|_| {
                row.pending_at
                    .is_some_and(|at| crate::accounts::now() - at < Kind::Email.life_millis())
            }),
            codes_left: recovery::left(database, viewer.id).await.map_err(unavailable)?,
            sessions: sessions.into_iter().map(|row| shown(row, session)).collect(),
            now: instant(crate::accounts::now()),
        })
    }

    async fn enrolment(&self, viewer: &Viewer, seed: &str) -> Result<Enrolment, PortError> {
        let gone = || PortError::NotFound { what: "second factor waiting to be set up".to_owned() };
        let seed = Seed::read(seed).ok_or_else(gone)?;
        let (picture, side) = picture(&seed.uri(&viewer.email)).ok_or(PortError::Unavailable)?;
        let text = seed.text();
        let groups: Vec<String> =
            text.as_bytes().chunks(4).map(|g| String::from_utf8_lossy(g).into_owned()).collect();
        Ok(Enrolment { secret: groups.join(" "), picture, side })
    }
}

fn shown(row: session::Model, asking: Option<&str>) -> SessionRow {
    SessionRow {
        own: asking == Some(row.id_hash.as_str()),
        agent: browser(row.agent.as_deref().unwrap_or_default()),
        address: row.address.unwrap_or_else(|| "unknown address".to_owned()),
        created: instant(row.created_at),
        seen: instant(row.seen_at),
        id: row.id_hash,
    }
}

/// A browser and its system, as far as the browser says.
pub(crate) fn browser(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let program = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown browser".to_owned(),
    }
}

/// A QR code as an SVG path, one unit a square, and how wide it is.
fn picture(text: &str) -> Option<(String, usize)> {
    let code = qrcode::QrCode::new(text).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            write!(path, "M{} {}h1v1h-1z", at % side, at / side).ok()?;
        }
    }
    Some((path, side))
}

/// Log what failed; the page says no more than that it did.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unavailable(error: DbErr) -> PortError {
    tracing::error!(%error, "accounts could not be read");
    PortError::Unavailable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_by_what_people_call_it() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome on Linux");
        assert_eq!(browser(""), "Unknown browser");
    }

    #[test]
    fn a_picture_has_the_three_corners_of_a_qr_code() {
        let (path, side) = picture("otpauth://totp/x?secret=ABC").expect("fits");
        assert!(side >= 21 && path.starts_with("M0 0h1v1h-1z"), "{side}");
    }
}
