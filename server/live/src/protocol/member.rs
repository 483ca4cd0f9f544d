//! Who sits at a socket: `channel_data` of presence channels and `user_data` of sign-ins.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::channel;

/// The longest id of a user, in bytes.
const LONGEST_ID: usize = 128;
/// The most that may be told of a user, in bytes of JSON.
const MOST_INFO: usize = 1024;

/// What is said of a user, as JSON.
pub type UserInfo = Arc<str>;

/// Somebody at a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: Arc<str>,
    pub(crate) info: Option<UserInfo>,
}

/// Why what is said of a user cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadUser {
    #[error("A presence channel needs channel_data: JSON with a \"user_id\".")]
    NoMember,
    #[error("A sign-in needs user_data: JSON with an \"id\".")]
    NoUser,
    #[error(
        "A user's id is 1 to 128 letters, digits and the characters _ - = @ , . ; and what is told of them 1 KB at most."
    )]
    TooMuch,
}

/// An id, which some libraries write as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Id {
    fn read(self) -> Result<Arc<str>, BadUser> {
        let text = match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        };
        let fits = (1..=LONGEST_ID).contains(&text.len()) && channel::is_plain(&text);
        if fits { Ok(text.into()) } else { Err(BadUser::TooMuch) }
    }
}

fn info(raw: Option<&RawValue>) -> Result<Option<UserInfo>, BadUser> {
    match raw.map(RawValue::get) {
        None | Some("null") => Ok(None),
        Some(text) if text.len() > MOST_INFO => Err(BadUser::TooMuch),
        Some(text) => Ok(Some(text.into())),
    }
}

impl User {
    /// Reads `channel_data`.
    pub(crate) fn of_channel_data(text: &str) -> Result<Self, BadUser> {
        #[derive(Deserialize)]
        struct Data<'a> {
            user_id: Id,
            #[serde(default, borrow)]
            user_info: Option<&'a RawValue>,
        }
        let data: Data<'_> = serde_json::from_str(text).map_err(|_| BadUser::NoMember)?;
        Ok(Self { id: data.user_id.read()?, info: info(data.user_info)? })
    }

    /// Reads `user_data`.
    pub(crate) fn of_user_data(text: &str) -> Result<Self, BadUser> {
        #[derive(Deserialize)]
        struct Data<'a> {
            id: Id,
            #[serde(default, borrow)]
            user_info: Option<&'a RawValue>,
        }
        let data: Data<'_> = serde_json::from_str(text).map_err(|_| BadUser::NoUser)?;
        Ok(Self { id: data.id.read()?, info: info(data.user_info)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_may_be_a_number_and_is_a_text_from_then_on() {
        let user = User::of_channel_data(r#"{"user_id":10,"user_info":{"name":"Mr. Channels"}}"#);
        let info = Some(r#"{"name":"Mr. Channels"}"#.into());
        assert_eq!(user, Ok(User { id: "10".into(), info }));
        assert_eq!(
            User::of_channel_data(r#"{"user_id":"a"}"#),
            Ok(User { id: "a".into(), info: None })
        );
        let user = User::of_user_data(r#"{"id":"12345","watchlist":["1"],"user_info":null}"#);
        assert_eq!(user, Ok(User { id: "12345".into(), info: None }));
    }

    #[test]
    fn what_is_too_much_or_missing_is_refused() {
        assert_eq!(User::of_channel_data("{}"), Err(BadUser::NoMember));
        assert_eq!(User::of_channel_data(r#"{"user_id":""}"#), Err(BadUser::TooMuch));
        assert_eq!(User::of_user_data(r#"{"id":"a b"}"#), Err(BadUser::TooMuch));
        assert_eq!(User::of_user_data(r#"{"user_id":"a"}"#), Err(BadUser::NoUser));
        let long = format!(r#"{{"user_id":"{}"}}"#, "a".repeat(129));
        assert_eq!(User::of_channel_data(&long), Err(BadUser::TooMuch));
        let much = format!(r#"{{"user_id":"a","user_info":"{}"}}"#, "a".repeat(1024));
        assert_eq!(User::of_channel_data(&much), Err(BadUser::TooMuch));
    }
}
