//! A request that the application signed.

use crate::{
    app::AppState,
    http::{Problem, ProblemCode, body},
};
use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
};
use live::body_md5;
use serde::de::DeserializeOwned;
use std::{borrow::Cow, time::Duration};

/// Bytes of a body that are read: ten events of 10 KB as JSON may write them, and their channels.
const MAX_BODY_BYTES: usize = 1024 * 1024;
/// How long a body may take to arrive.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// A request of the application, its signature checked before a byte of its body is read.
#[derive(Clone, Debug)]
pub struct Signed {
    parameters: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Bytes,
}

impl FromRequest<AppState> for Signed {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let path = RawPathParams::from_request_parts(&mut parts, app).await;
        let path = path.map_err(|_| Problem::not_found("this path is no text"))?;
        let parameters: Vec<(String, String)> =
            path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let query = parts.uri.query().unwrap_or_default();
        let query: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let md5 = app.signer.check(&live::Signed {
            method: parts.method.as_str(),
            paths: &paths(parts.uri.path(), &app.config.realtime.path),
            query: &query,
            now: u64::try_from(chrono::Utc::now().timestamp()).unwrap_or_default(),
        });
        let refused = |why: String| Problem::unauthorized(ProblemCode::BadSignature, why);
        let md5 = md5.map_err(|bad| refused(bad.to_string()))?;
        let query = query.into_iter().map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
        let request = Request::from_parts(parts, body);
        let whole = body::take_in_up_to(request, MAX_BODY_BYTES, READ_TIMEOUT).await?.into_body();
        let body = to_bytes(whole, MAX_BODY_BYTES).await.map_err(Problem::internal)?;
        match md5 {
            Some(md5) if !md5.eq_ignore_ascii_case(&body_md5(&body)) => {
                Err(refused("body_md5 is not that of the body".to_owned()))
            }
            None if !body.is_empty() => Err(refused("a body needs its body_md5".to_owned())),
            Some(_) | None => Ok(Self { parameters, query, body }),
        }
    }
}

/// The paths under which a request may have been signed: as it came and as its sender may have
/// written it, with and without what a proxy cuts off.
fn paths<'a>(path: &'a str, cut: &str) -> Vec<Cow<'a, str>> {
    // A path is no form: these have no meaning of their own in it.
    let form = path.replace('+', "%2B").replace('=', "%3D").replace('&', "%26");
    let plain = form_urlencoded::parse(form.as_bytes()).next();
    let plain = plain.map(|(plain, _)| plain.into_owned()).unwrap_or_default();
    let mut paths = vec![Cow::Borrowed(path), Cow::Owned(plain)];
    if !cut.is_empty() {
        let with = |path: &Cow<'a, str>| Cow::Owned(format!("{cut}{path}"));
        paths.extend(paths.iter().map(with).collect::<Vec<_>>());
    }
    paths
}

impl Signed {
    /// A part of the path.
    pub fn named(&self, name: &str) -> &str {
        self.parameters.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query; an empty one counts as absent.
    pub fn asked(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The body; `shape` says what it should have been.
    pub fn read<T: DeserializeOwned>(&self, shape: &str) -> Result<T, Problem> {
        serde_json::from_slice(&self.body).map_err(|_| Problem::bad_field("body", shape))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_as_written_as_meant_and_as_before_the_proxy() {
        assert_eq!(
            paths("/apps/1/channels/a%3Db", ""),
            ["/apps/1/channels/a%3Db", "/apps/1/channels/a=b"]
        );
        assert_eq!(paths("/a/b=c+d%20e", ""), ["/a/b=c+d%20e", "/a/b=c+d e"]);
        assert_eq!(paths("/apps/1/x", "/ws")[2..], ["/ws/apps/1/x", "/ws/apps/1/x"]);
    }
}
