//! One-time passwords after RFC 6238: six digits, thirty seconds, SHA-1.

use super::secret::AppKey;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Seconds of one step.
const STEP: i64 = 30;
/// Steps before and after the present one that are taken too, for clocks that are a little off.
const SLACK: i64 = 1;

/// What the owner's device and we both know.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Vec<u8>);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(****)")
    }
}

impl Seed {
    /// A new one: 160 random bits.
    pub fn random() -> Self {
        let mut bytes = vec![0; 20];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The seed written in base32.
    pub fn read(text: &str) -> Option<Self> {
        BASE32_NOPAD.decode(text.as_bytes()).ok().map(Self)
    }

    /// The seed as it is kept for one account: sealed under the application's key.
    pub fn seal(&self, key: &AppKey, account: i64) -> String {
        key.seal(&purpose(account), &self.text())
    }

    /// The seed that is kept for one account, and whether it is to be sealed anew. Rows of earlier
    /// versions hold it in the clear.
    pub fn open(key: &AppKey, account: i64, kept: &str) -> Option<(Self, bool)> {
        match key.open(&purpose(account), kept) {
            Some(opened) => Some((Self::read(&opened.text)?, opened.stale)),
            None => Some((Self::read(kept)?, true)),
        }
    }

    /// In base32, as people type it into their device.
    pub fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The address that a device reads from a picture.
    pub fn uri(&self, email: &str) -> String {
        let mut label = form_urlencoded::byte_serialize(email.as_bytes()).collect::<String>();
        label = label.replace('+', "%20");
        format!("otpauth://totp/BTS%20Guru:{label}?secret={}&issuer=BTS%20Guru", self.text())
    }

    /// The code of one step.
    fn code(&self, step: i64) -> u32 {
        let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length");
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let at = usize::from(digest[19] & 0xf);
        let word = u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
        (word & 0x7fff_ffff) % 1_000_000
    }

    /// The step whose code was typed, if it is of these moments and later than the last one used.
    pub fn accept(&self, typed: &str, unix_seconds: i64, used: Option<i64>) -> Option<i64> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let now = unix_seconds / STEP;
        let mut found = None;
        for step in now - SLACK..=now + SLACK {
            let right = format!("{:06}", self.code(step));
            let same = bool::from(right.as_bytes().ct_eq(digits.as_bytes()));
            if same && used.is_none_or(|used| step > used) {
                found = Some(step);
            }
        }
        found
    }

    /// The code of this moment.
    #[cfg(test)]
    pub fn now(&self, unix_seconds: i64) -> String {
        format!("{:06}", self.code(unix_seconds / STEP))
    }
}

fn purpose(account: i64) -> String {
    format!("seed:{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        let seed = Seed(b"12345678901234567890".to_vec());
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(seed.now(seconds), code);
        }
    }

    #[test]
    fn a_code_is_good_once_and_only_around_its_time() {
        let seed = Seed::random();
        let code = seed.now(900);
        let step = seed.accept(&code, 900, None).expect("is good");
        assert_eq!(step, 30);
        assert_eq!(seed.accept(&code, 925, Some(step)), None);
        assert_eq!(seed.accept(&format!("{} {}", &code[..3], &code[3..]), 929, None), Some(30));
        assert_eq!(seed.accept(&code, 929 + 61, None), None);
    }

    #[test]
    fn a_seed_survives_being_written_down() {
        let seed = Seed::random();
        assert!(Seed::read(&seed.text()) == Some(seed.clone()));
        assert!(seed.uri("a+b@c.co").contains("a%2Bb%40c.co"));
    }
}
