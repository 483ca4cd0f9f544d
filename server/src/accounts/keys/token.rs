//! The token: `bts_live_<id><secret>_<checksum>`.
//!
//! `id` is eight letters or digits and may be shown; `secret` is 32, about 190 random bits, so a
//! plain SHA-256 keeps it as well as a slow hash would; `checksum` is the CRC-32 of all before it in
//! base 62, six places. A typing error is thus known without asking anybody.

use rand::Rng;
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// Every token matches this, and little else does.
pub const PATTERN: &str = "^bts_live_[0-9A-Za-z]{40}_[0-9A-Za-z]{6}$";
/// The length of a public id.
pub const PUBLIC_ID_CHARS: usize = 8;

const PREFIX: &str = "bts_live_";
const SECRET: usize = 32;
const CHECKSUM: usize = 6;
const LENGTH: usize = PREFIX.len() + PUBLIC_ID_CHARS + SECRET + 1 + CHECKSUM;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A well-formed token. Its text is never printed by accident: `Debug` shows the public id only.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Why a text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It does not look like one.
    #[error("this is not a key of ours: a key is bts_live_, 40 letters or digits, _ and 6 more")]
    Malformed,
    /// It looks like one, but its checksum tells that a character is wrong.
    #[error(
        "this key has a typing error: its last six characters do not fit the rest; copy it whole"
    )]
    Mistyped,
}

/// SHA-256 of a token; what the database keeps.
#[derive(Clone, Copy, Debug)]
pub struct TokenHash([u8; 32]);

impl Token {
    /// A fresh token for a public id.
    pub fn mint(public_id: &str) -> Self {
        let secret = random(SECRET);
        let body = format!("{PREFIX}{public_id}{secret}");
        let checksum = checksum(&body).map(char::from);
        Self(format!("{body}_{}", String::from_iter(checksum)))
    }

    /// Read a text as a token; asks nobody.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let word = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
        if text.len() != LENGTH || !text.is_ascii() || !text.starts_with(PREFIX) {
            return Err(TokenError::Malformed);
        }
        let (body, end) = text.split_at(LENGTH - CHECKSUM - 1);
        let Some(given) = end.strip_prefix('_') else { return Err(TokenError::Malformed) };
        if !word(&body[PREFIX.len()..]) || !word(given) {
            return Err(TokenError::Malformed);
        }
        if given.as_bytes() != checksum(body) {
            return Err(TokenError::Mistyped);
        }
        Ok(Self(text.to_owned()))
    }

    /// The part that may be shown.
    pub fn public_id(&self) -> &str {
        &self.0[PREFIX.len()..PREFIX.len() + PUBLIC_ID_CHARS]
    }

    /// The last four characters, to tell keys apart.
    pub fn hint(&self) -> &str {
        &self.0[LENGTH - 4..]
    }

    /// The whole token: to be shown once and kept nowhere.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}…)", self.public_id())
    }
}

impl TokenHash {
    /// As the table has it.
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// The hash that a text of the table says; `None` where it says none.
    pub fn read(hex: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Whether they are the same; takes as long whatever they are.
    pub fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// A public id nobody can guess.
pub fn public_id() -> String {
    random(PUBLIC_ID_CHARS)
}

fn random(length: usize) -> String {
    let mut source = rand::rng();
    (0..length).map(|_| char::from(ALPHABET[source.random_range(0..ALPHABET.len())])).collect()
}

fn checksum(body: &str) -> [u8; CHECKSUM] {
    let mut left = u64::from(crc32fast::hash(body.as_bytes()));
    let mut places = [b'0'; CHECKSUM];
    for place in places.iter_mut().rev() {
        *place = ALPHABET[(left % 62) as usize];
        left /= 62;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_minted_token_is_read_back_and_fits_the_documented_pattern() {
        let token = Token::mint("a1B2c3D4");
        assert_eq!(Token::parse(token.reveal()), Ok(token.clone()));
        assert_eq!(token.public_id(), "a1B2c3D4");
        assert_eq!(token.reveal().len(), 9 + 40 + 1 + 6);
        assert!(token.reveal().starts_with("bts_live_a1B2c3D4"));
        assert!(token.reveal().ends_with(token.hint()));
        assert!(PATTERN.contains("{40}") && PATTERN.contains("{6}"));
    }

    #[test]
    fn the_checksum_is_the_same_in_every_release() {
        let body = "bts_live_a1B2c3D4abcdefghijklmnopqrstuvwxyz012345";
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
        let text = format!("{body}_{}", String::from_iter(checksum(body).map(char::from)));
        assert_eq!(Token::parse(&text).map(|t| t.0.len()), Ok(56));
    }

    #[test]
    fn a_printed_token_says_no_secret() {
        let token = Token::mint("a1B2c3D4");
        assert_eq!(format!("{token:?}"), "Token(a1B2c3D4…)");
    }

    #[test]
    fn two_tokens_of_one_key_differ() {
        assert_ne!(Token::mint("a1B2c3D4"), Token::mint("a1B2c3D4"));
    }

    #[test]
    fn a_hash_is_compared_with_its_own_text_only() {
        let (one, other) = (Token::mint("a1B2c3D4").hash(), Token::mint("a1B2c3D4").hash());
        let kept = TokenHash::read(&one.hex()).expect("its own text");
        assert!(kept.is(&one) && !kept.is(&other));
        for text in ["", "zz", &one.hex()[..62]] {
            assert!(TokenHash::read(text).is_none());
        }
    }

    fn letter() -> impl Strategy<Value = char> {
        prop_oneof![
            8 => (0..ALPHABET.len()).prop_map(|i| char::from(ALPHABET[i])),
            1 => proptest::char::any()
        ]
    }

    proptest! {
        #[test]
        fn a_token_with_any_one_character_changed_is_refused(at in 0..56_usize, to in letter()) {
            let token = Token::mint("a1B2c3D4");
            let mut chars: Vec<char> = token.reveal().chars().collect();
            prop_assume!(chars[at] != to);
            chars[at] = to;
            let text: String = chars.into_iter().collect();
            prop_assert!(Token::parse(&text).is_err());
        }

        #[test]
        fn a_token_with_two_neighbours_swapped_is_refused(at in 0..55_usize) {
            let token = Token::mint("a1B2c3D4");
            let mut bytes = token.reveal().as_bytes().to_vec();
            prop_assume!(bytes[at] != bytes[at + 1]);
            bytes.swap(at, at + 1);
            let text = String::from_utf8(bytes).expect("is ASCII");
            prop_assert!(Token::parse(&text).is_err());
        }

        #[test]
        fn a_token_with_a_character_too_many_or_too_few_is_refused(at in 0..56_usize, c in letter()) {
            let token = Token::mint("a1B2c3D4");
            let mut longer = token.reveal().to_owned();
            longer.insert(at, c);
            prop_assert!(Token::parse(&longer).is_err());
            let mut shorter = token.reveal().to_owned();
            shorter.remove(at);
            prop_assert!(Token::parse(&shorter).is_err());
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,80}") {
            prop_assert!(Token::parse(&text).is_err());
        }
    }
}
