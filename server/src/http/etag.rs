//! Entity tags under compression: each encoding of a body has a strong tag of its own.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

/// What the tags of compressed bodies end in.
const SUFFIXES: [&str; 3] = ["-br", "-zstd", "-gzip"];

/// A tag without quotes and without an encoding's suffix: what stands for the data itself.
pub(super) fn bare(tag: &str) -> &str {
    let tag = tag.trim_matches('"');
    SUFFIXES.iter().find_map(|suffix| tag.strip_suffix(suffix)).unwrap_or(tag)
}

/// Name the encoding in a compressed answer's tag: the same tag must mean the same bytes.
pub fn name_encoding(response: &mut Response) {
    if let Some(tag) = suffixed(response.headers()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
}

fn suffixed(headers: &HeaderMap) -> Option<HeaderValue> {
    let encoding = headers.get(header::CONTENT_ENCODING)?.to_str().ok()?;
    let tag = headers.get(header::ETAG)?.to_str().ok()?;
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    HeaderValue::from_str(&format!("\"{inner}-{encoding}\"")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_stands_for_its_data_in_every_encoding() {
        for tag in ["\"ab1\"", "\"ab1-br\"", "\"ab1-zstd\"", "\"ab1-gzip\""] {
            assert_eq!(bare(tag), "ab1");
        }
        assert_eq!(bare("\"ab1-other\""), "ab1-other");
    }

    #[test]
    fn only_compressed_answers_with_strong_tags_are_renamed() {
        let headers = |pairs: &[(header::HeaderName, &'static str)]| {
            pairs.iter().map(|(n, v)| (n.clone(), HeaderValue::from_static(v))).collect()
        };
        let br = headers(&[(header::CONTENT_ENCODING, "br"), (header::ETAG, "\"x\"")]);
        assert_eq!(suffixed(&br), Some(HeaderValue::from_static("\"x-br\"")));
        assert_eq!(suffixed(&headers(&[(header::ETAG, "\"x\"")])), None);
        let weak = headers(&[(header::CONTENT_ENCODING, "br"), (header::ETAG, "W/\"x\"")]);
        assert_eq!(suffixed(&weak), None);
    }
}
