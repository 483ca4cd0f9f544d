//! What a client asks for.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{close::CloseCode, member::BadUser};
use crate::position::parse_seq;

/// A client's wish, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Ping,
    Pong,
    Subscribe(Subscribe),
    Unsubscribe { channel: String },
    SignIn(SignIn),
    ClientEvent(ClientEvent),
}

/// The fields of `pusher:signin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignIn {
    pub(crate) auth: String,
    pub(crate) user_data: String,
}

/// An event from one client to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientEvent {
    pub(crate) event: String,
    pub(crate) channel: String,
    /// JSON, as it was sent.
    pub(crate) data: String,
}

/// The fields of `pusher:subscribe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subscribe {
    pub(crate) channel: String,
    pub(crate) auth: String,
    pub(crate) channel_data: Option<String>,
    pub(crate) resume: Resume,
}

/// Where a client wants to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    /// It did not say.
    Fresh,
    /// After this position.
    From { epoch: String, seq: u64 },
    /// It said something that cannot be read; treated as a gap.
    Malformed,
}

/// A wish that is refused; the connection stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("The message is not a JSON object with an \"event\".")]
    NotJson,
    #[error("The data of {0} is not what the event needs: an object with a \"channel\".")]
    BadData(&'static str),
    #[error("A sign-in needs \"auth\" and \"user_data\", both strings.")]
    BadSignIn,
    #[error("A client event needs a \"channel\".")]
    NoChannel,
    #[error("The name of an event is at most 200 characters long.")]
    LongName,
    #[error("The data of a client event is at most 10 KB long.")]
    LongData,
    #[error("Client events are for private and presence channels that this socket listens to.")]
    NotHere,
    #[error("A socket may send 10 client events a second, and this was one more.")]
    TooOften,
    #[error("The signature does not say who this is.")]
    NotSigned,
    #[error("{0}")]
    BadUser(#[from] BadUser),
    #[error("This socket is signed in as somebody else.")]
    SomebodyElse,
    #[error(
        "The event \"{0}\" is not known: names of clients' own events begin with client-, and others come from the server only."
    )]
    UnknownEvent(String),
}

impl Refusal {
    /// 4300 and 4301 are errors that leave the connection open.
    pub(crate) fn code(&self) -> u16 {
        match self {
            Self::NotHere | Self::TooOften | Self::LongName | Self::LongData => 4301,
            Self::BadSignIn | Self::NotSigned | Self::BadUser(_) | Self::SomebodyElse => {
                CloseCode::Unauthorized.number()
            }
            Self::NotJson | Self::BadData(_) | Self::NoChannel | Self::UnknownEvent(_) => 4300,
        }
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(default, borrow)]
    channel: Option<Cow<'a, str>>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// The longest name of an event, in bytes.
pub(crate) const LONGEST_EVENT: usize = 200;
/// The most data of an event, in bytes.
pub(crate) const MOST_DATA: usize = 10 * 1024;

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow)]
    channel: Cow<'a, str>,
    #[serde(default, borrow)]
    auth: Option<&'a RawValue>,
    #[serde(default, borrow)]
    channel_data: Option<&'a RawValue>,
    #[serde(default, borrow)]
    resume: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct ResumeField {
    epoch: String,
    seq: String,
}

/// Reads one text message.
pub(crate) fn parse(text: &str) -> Result<Request, Refusal> {
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|_| Refusal::NotJson)?;
    match envelope.event.as_ref() {
        "pusher:ping" => Ok(Request::Ping),
        "pusher:pong" => Ok(Request::Pong),
        "pusher:subscribe" => with_data(&envelope, "pusher:subscribe", subscribe),
        "pusher:unsubscribe" => with_data(&envelope, "pusher:unsubscribe", |data| {
            Request::Unsubscribe { channel: data.channel.into_owned() }
        }),
        "pusher:signin" => sign_in(&envelope).map(Request::SignIn),
        name if name.starts_with("client-") => client_event(&envelope).map(Request::ClientEvent),
        name => Err(Refusal::UnknownEvent(name.chars().take(100).collect())),
    }
}

/// Hands over `data`, which some clients send as an object and some as a string of one.
fn with_data(
    envelope: &Envelope<'_>,
    name: &'static str,
    read: impl Fn(Data<'_>) -> Request,
) -> Result<Request, Refusal> {
    let raw = envelope.data.ok_or(Refusal::BadData(name))?.get();
    if raw.starts_with('"') {
        let inner: String = serde_json::from_str(raw).map_err(|_| Refusal::BadData(name))?;
        serde_json::from_str(&inner).map(read).map_err(|_| Refusal::BadData(name))
    } else {
        serde_json::from_str(raw).map(read).map_err(|_| Refusal::BadData(name))
    }
}

fn sign_in(envelope: &Envelope<'_>) -> Result<SignIn, Refusal> {
    #[derive(Deserialize)]
    struct Fields {
        auth: String,
        user_data: String,
    }
    let raw = envelope.data.ok_or(Refusal::BadSignIn)?.get();
    let fields = match serde_json::from_str::<String>(raw) {
        Ok(inner) => serde_json::from_str::<Fields>(&inner),
        Err(_) => serde_json::from_str(raw),
    };
    let Fields { auth, user_data } = fields.map_err(|_| Refusal::BadSignIn)?;
    Ok(SignIn { auth, user_data })
}

fn client_event(envelope: &Envelope<'_>) -> Result<ClientEvent, Refusal> {
    let channel = envelope.channel.as_deref().ok_or(Refusal::NoChannel)?.to_owned();
    let data = envelope.data.map_or("null", RawValue::get);
    if envelope.event.len() > LONGEST_EVENT {
        return Err(Refusal::LongName);
    }
    if data.len() > MOST_DATA {
        return Err(Refusal::LongData);
    }
    Ok(ClientEvent { event: envelope.event.to_string(), channel, data: data.to_owned() })
}

fn subscribe(data: Data<'_>) -> Request {
    let string = |raw: &RawValue| serde_json::from_str::<String>(raw.get()).ok();
    Request::Subscribe(Subscribe {
        channel: data.channel.into_owned(),
        auth: data.auth.and_then(string).unwrap_or_default(),
        channel_data: data.channel_data.and_then(string),
        resume: data.resume.map_or(Resume::Fresh, resume),
    })
}

fn resume(raw: &RawValue) -> Resume {
    match serde_json::from_str::<Option<ResumeField>>(raw.get()) {
        Ok(None) => Resume::Fresh,
        Ok(Some(field)) => match parse_seq(&field.seq) {
            Ok(seq) => Resume::From { epoch: field.epoch, seq },
            Err(_) => Resume::Malformed,
        },
        Err(_) => Resume::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subscribed(text: &str) -> Subscribe {
        match parse(text).expect("understood") {
            Request::Subscribe(subscribe) => subscribe,
            other => panic!("not a subscribe: {other:?}"),
        }
    }

    #[test]
    fn a_ping_is_a_ping_whatever_its_data() {
        for data in ["", r#","data":{}"#, r#","data":"""#, r#","data":null"#, r#","data":[1]"#] {
            let text = format!(r#"{{"event":"pusher:ping"{data}}}"#);
            assert_eq!(parse(&text), Ok(Request::Ping), "{text}");
        }
    }

    #[test]
    fn subscribe_takes_its_data_as_object_and_as_string() {
        let object =
            subscribed(r#"{"event":"pusher:subscribe","data":{"auth":"","channel":"sports"}}"#);
        let string = subscribed(
            r#"{"event":"pusher:subscribe","data":"{\"auth\":\"\",\"channel\":\"sports\"}"}"#,
        );
        assert_eq!(object, string);
        assert_eq!(object.channel, "sports");
        assert_eq!(object.resume, Resume::Fresh);
    }

    #[test]
    fn the_data_of_a_client_event_is_taken_as_it_was_sent() {
        for data in [r#"{"a" : 1}"#, r#""text""#, "7", "null"] {
            let text = format!(r#"{{"event":"client-x","channel":"private-c","data":{data}}}"#);
            let event = ClientEvent {
                event: "client-x".into(),
                channel: "private-c".into(),
                data: data.into(),
            };
            assert_eq!(parse(&text), Ok(Request::ClientEvent(event)));
        }
    }

    #[test]
    fn a_sign_in_takes_its_data_as_object_and_as_string() {
        let wish = SignIn { auth: "k:s".into(), user_data: r#"{"id":"1"}"#.into() };
        let data = serde_json::json!({"auth": "k:s", "user_data": r#"{"id":"1"}"#});
        for data in [data.clone(), data.to_string().into()] {
            let text = serde_json::json!({"event": "pusher:signin", "data": data}).to_string();
            assert_eq!(parse(&text), Ok(Request::SignIn(wish.clone())));
        }
    }

    #[test]
    fn a_resume_field_is_read_or_called_malformed() {
        let with = |resume: &str| {
            subscribed(&format!(
                r#"{{"event":"pusher:subscribe","data":{{"channel":"sports","resume":{resume}}}}}"#
            ))
            .resume
        };
        assert_eq!(
            with(r#"{"epoch":"e","seq":"1750-0"}"#),
            Resume::From { epoch: "e".into(), seq: 1750 }
        );
        assert_eq!(with("null"), Resume::Fresh);
        for bad in
            [r#"{"epoch":"e"}"#, r#"{"epoch":"e","seq":"x"}"#, "7", r#"{"epoch":"e","seq":7}"#]
        {
            assert_eq!(with(bad), Resume::Malformed, "{bad}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_with_a_sentence() {
        let refusal = |text: &str| parse(text).expect_err("refused");
        assert_eq!(refusal("hello"), Refusal::NotJson);
        assert_eq!(refusal("[]"), Refusal::NotJson);
        assert_eq!(refusal(r#"{"event":"client-typing","data":{}}"#), Refusal::NoChannel);
        let long = "x".repeat(MOST_DATA);
        let long = format!(r#"{{"event":"client-typing","channel":"c","data":"{long}"}}"#);
        assert_eq!(refusal(&long).code(), 4301);
        assert_eq!(refusal(r#"{"event":"pusher:signin","data":{"auth":"a"}}"#).code(), 4009);
        assert_eq!(refusal(r#"{"event":"shout"}"#), Refusal::UnknownEvent("shout".into()));
        assert_eq!(
            refusal(r#"{"event":"pusher:subscribe"}"#),
            Refusal::BadData("pusher:subscribe")
        );
        assert_eq!(
            refusal(r#"{"event":"pusher:unsubscribe","data":"oops"}"#),
            Refusal::BadData("pusher:unsubscribe")
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}") {
            prop_assert!(!matches!(parse(&text), Ok(Request::Subscribe(_))));
        }
    }
}
