//! The upgrade of an HTTP request to a WebSocket.

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use data_encoding::BASE64;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use sha1::{Digest, Sha1};

use crate::frame::deflate;

const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// What the client gets if it can be upgraded.
#[derive(Debug)]
pub(crate) struct Handshake {
    accept: HeaderValue,
    pub(crate) deflate: bool,
}

/// Why a request cannot be upgraded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadHandshake {
    /// It asks for no upgrade.
    #[error("This address speaks WebSocket: connect with a Pusher client.")]
    NotAnUpgrade,
    /// It is no GET over HTTP/1.1.
    #[error("A WebSocket begins with a GET request over HTTP/1.1.")]
    BadRequest,
    /// It speaks another version.
    #[error("Only version 13 of the WebSocket protocol is spoken here.")]
    BadVersion,
    /// Its key is none.
    #[error("The header Sec-WebSocket-Key must hold 16 bytes in base64.")]
    BadKey,
    /// The server has no way to upgrade it.
    #[error("This connection cannot be upgraded.")]
    NotUpgradable,
}

impl BadHandshake {
    fn status(self) -> StatusCode {
        match self {
            Self::NotAnUpgrade | Self::BadVersion => StatusCode::UPGRADE_REQUIRED,
            Self::BadRequest | Self::BadKey => StatusCode::BAD_REQUEST,
            Self::NotUpgradable => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for BadHandshake {
    fn into_response(self) -> Response {
        let status = self.status();
        let problem = serde_json::json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": self.to_string(),
            "code": "bad_handshake",
        });
        let mut response = (status, problem.to_string()).into_response();
        // For an edge that writes problems in its own way.
        response.extensions_mut().insert(self);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UPGRADE_REQUIRED {
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
            headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        }
        response
    }
}

impl Handshake {
    /// Checks a request.
    pub(crate) fn read(request: &Request) -> Result<Self, BadHandshake> {
        let headers = request.headers();
        if !has_token(headers, header::UPGRADE, "websocket") {
            return Err(BadHandshake::NotAnUpgrade);
        }
        let http1 = request.version() == http::Version::HTTP_11;
        if request.method() != Method::GET
            || !http1
            || !has_token(headers, header::CONNECTION, "upgrade")
        {
            return Err(BadHandshake::BadRequest);
        }
        if headers.get(header::SEC_WEBSOCKET_VERSION).map(HeaderValue::as_bytes) != Some(b"13") {
            return Err(BadHandshake::BadVersion);
        }
        let key = headers.get(header::SEC_WEBSOCKET_KEY).ok_or(BadHandshake::BadKey)?;
        let nonce = BASE64.decode(key.as_bytes()).map_err(|_| BadHandshake::BadKey)?;
        if nonce.len() != 16 {
            return Err(BadHandshake::BadKey);
        }
        let accept =
            HeaderValue::from_str(&accept_key(key.as_bytes())).map_err(|_| BadHandshake::BadKey)?;
        let offers = headers.get_all(header::SEC_WEBSOCKET_EXTENSIONS);
        let deflate =
            offers.iter().filter_map(|offer| offer.to_str().ok()).any(deflate::acceptable);
        Ok(Self { accept, deflate })
    }

    /// The answer that ends HTTP on this connection.
    pub(crate) fn response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        if self.deflate {
            let accepted = HeaderValue::from_static(deflate::ACCEPTED);
            headers.insert(header::SEC_WEBSOCKET_EXTENSIONS, accepted);
        }
        response
    }
}

fn accept_key(key: &[u8]) -> String {
    let mut hash = Sha1::new();
    hash.update(key);
    hash.update(GUID);
    BASE64.encode(&hash.finalize())
}

fn has_token(headers: &HeaderMap, name: header::HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim().eq_ignore_ascii_case(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(change: impl FnOnce(&mut Request)) -> Request {
        let mut request = Request::builder()
            .uri("/app/key?protocol=7")
            .header("Connection", "keep-alive, Upgrade")
            .header("Upgrade", "WebSocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .body(Body::empty())
            .expect("a request");
        change(&mut request);
        request
    }

    #[test]
    fn the_example_of_the_standard_is_accepted() {
        let handshake = Handshake::read(&request(|_| {})).expect("accepted");
        assert!(!handshake.deflate);
        let response = handshake.response();
        assert_eq!(response.status(), 101);
        assert_eq!(response.headers()["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn each_fault_is_named() {
        let refused =
            |change: fn(&mut Request)| Handshake::read(&request(change)).expect_err("refused");
        let without = |r: &mut Request| drop(r.headers_mut().remove("upgrade"));
        assert_eq!(refused(without), BadHandshake::NotAnUpgrade);
        assert_eq!(refused(|r| *r.method_mut() = Method::POST), BadHandshake::BadRequest);
        assert_eq!(
            refused(|r| *r.version_mut() = http::Version::HTTP_10),
            BadHandshake::BadRequest
        );
        let old = |r: &mut Request| {
            r.headers_mut().insert("sec-websocket-version", HeaderValue::from_static("8"));
        };
        assert_eq!(refused(old), BadHandshake::BadVersion);
        let short = |r: &mut Request| {
            r.headers_mut().insert("sec-websocket-key", HeaderValue::from_static("c2hvcnQ="));
        };
        assert_eq!(refused(short), BadHandshake::BadKey);
    }
}
