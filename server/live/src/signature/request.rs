//! Requests to the HTTP API, signed in their query.

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use md5::{Digest, Md5};

use super::App;

/// Seconds that a request's clock may be off.
const SKEW: u64 = 600;

/// Why a request is not the application's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// A part of the signature is not there.
    #[error("the query needs auth_key, auth_timestamp, auth_version and auth_signature")]
    Missing,
    /// No application has this key.
    #[error("no application has this auth_key")]
    UnknownKey,
    /// It is signed in another way than this server knows.
    #[error("auth_version is 1.0")]
    Version,
    /// It was signed too long ago, or will be.
    #[error("auth_timestamp is more than 600 s from this server's clock")]
    Expired,
    /// The signature is another one.
    #[error("auth_signature is not that of this request")]
    Wrong,
}

/// A request as it was signed.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// In capital letters.
    pub method: &'a str,
    /// The paths it may have been signed under: its own, and those that a proxy may have cut.
    pub paths: &'a [Cow<'a, str>],
    /// Names and values of its query, decoded.
    pub query: &'a [(Cow<'a, str>, Cow<'a, str>)],
    /// Seconds since 1970.
    pub now: u64,
}

impl Signed<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.query.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| &**value)
    }
}

impl App {
    /// Whether the application signed a request; the MD5 that its body must have, where it says one.
    ///
    /// # Errors
    /// What is wrong with the signature.
    pub fn check(&self, request: &Signed<'_>) -> Result<Option<String>, BadSignature> {
        let named = |name| request.get(name).ok_or(BadSignature::Missing);
        let (key, at) = (named("auth_key")?, named("auth_timestamp")?);
        let (version, signature) = (named("auth_version")?, named("auth_signature")?);
        if key != self.key() {
            return Err(BadSignature::UnknownKey);
        }
        if version != "1.0" {
            return Err(BadSignature::Version);
        }
        let at: u64 = at.parse().map_err(|_| BadSignature::Expired)?;
        if request.now.abs_diff(at) > SKEW {
            return Err(BadSignature::Expired);
        }
        let query = sorted(request);
        let holds = |path: &Cow<'_, str>| {
            let text = format!("{}\n{path}\n{query}", request.method);
            self.signed(text.as_bytes(), signature)
        };
        if !request.paths.iter().any(holds) {
            return Err(BadSignature::Wrong);
        }
        Ok(request.get("body_md5").map(str::to_owned))
    }
}

/// The query as it is signed: names in small letters and in order, values as they are meant.
fn sorted(request: &Signed<'_>) -> String {
    let pairs = request.query.iter().map(|(name, value)| (name.to_ascii_lowercase(), &**value));
    let mut pairs: Vec<_> = pairs.filter(|(name, _)| name != "auth_signature").collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// The MD5 of a body, in hex.
pub fn body_md5(body: &[u8]) -> String {
    HEXLOWER.encode(&Md5::digest(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"name":"foo","channels":["project-3"],"data":"{\"some\":\"data\"}"}"#;

    fn app() -> App {
        App::new("278d425bdf160c739803", "7ad3773142a6692b25b8")
    }

    fn check(
        method: &str,
        paths: &[&str],
        query: &[(&str, &str)],
        now: u64,
    ) -> Result<Option<String>, BadSignature> {
        let paths: Vec<_> = paths.iter().map(|path| Cow::Borrowed(*path)).collect();
        let query: Vec<_> = query.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        app().check(&Signed { method, paths: &paths, query: &query, now })
    }

    fn documented() -> Vec<(&'static str, &'static str)> {
        vec![
            ("body_md5", "ec365a775a4cd0599faeb73354201b6f"),
            ("auth_signature", "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c"),
            ("auth_version", "1.0"),
            ("auth_key", "278d425bdf160c739803"),
            ("auth_timestamp", "1353088179"),
        ]
    }

    #[test]
    fn the_documented_request_holds_in_any_order_of_its_parameters() {
        assert_eq!(body_md5(BODY), "ec365a775a4cd0599faeb73354201b6f");
        let mut query = documented();
        for _ in 0..query.len() {
            query.rotate_left(1);
            let md5 = check("POST", &["/apps/3/events"], &query, 1_353_088_179);
            assert_eq!(md5, Ok(Some("ec365a775a4cd0599faeb73354201b6f".to_owned())));
        }
        let paths = ["/apps/3/events", "/reverb/apps/3/events"];
        assert!(check("POST", &paths, &query, 1_353_088_179).is_ok());
        assert!(check("POST", &paths[1..], &query, 1_353_088_179).is_err());
    }

    #[test]
    fn a_request_is_good_for_ten_minutes_either_way() {
        let at = |now| check("POST", &["/apps/3/events"], &documented(), now);
        assert!(at(1_353_088_179 + 600).is_ok() && at(1_353_088_179 - 600).is_ok());
        assert_eq!(at(1_353_088_179 + 601), Err(BadSignature::Expired));
        assert_eq!(at(1_353_088_179 - 601), Err(BadSignature::Expired));
    }

    #[test]
    fn another_method_path_or_parameter_is_not_what_was_signed() {
        let now = 1_353_088_179;
        let wrong = Err(BadSignature::Wrong);
        assert_eq!(check("GET", &["/apps/3/events"], &documented(), now), wrong);
        assert_eq!(check("POST", &["/apps/4/events"], &documented(), now), wrong);
        let mut query = documented();
        query.push(("info", "user_count"));
        assert_eq!(check("POST", &["/apps/3/events"], &query, now), wrong);
        let missing = &documented()[..4];
        assert_eq!(check("POST", &["/apps/3/events"], missing, now), Err(BadSignature::Missing));
    }

    #[test]
    fn a_get_holds_with_and_without_the_md5_of_nothing() {
        for md5 in [None, Some("d41d8cd98f00b204e9800998ecf8427e")] {
            let mut query = vec![
                ("auth_key", "278d425bdf160c739803"),
                ("auth_timestamp", "100"),
                ("auth_version", "1.0"),
            ];
            query.extend(md5.map(|md5| ("body_md5", md5)));
            query.push(("filter_by_prefix", "presence-"));
            let text: Vec<_> = query.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let signature =
                app().sign(format!("GET\n/apps/3/channels\n{}", text.join("&")).as_bytes());
            query.insert(1, ("auth_signature", &signature));
            let found = check("GET", &["/apps/3/channels"], &query, 100);
            assert_eq!(found, Ok(md5.map(str::to_owned)));
        }
    }
}
