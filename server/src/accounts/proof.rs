//! Proofs of work: what a newcomer gives where a bucket that strangers share is empty.
//!
//! A browser repeats a hash so many times and no machine can do without, so that whoever empties a
//! bucket for others has to work for each further try, and the others get in meanwhile. It is made
//! and solved as altcha's widget does. A challenge is bound to a form, a network and what was typed,
//! runs out, and is good once; it costs more while many are solved.

use super::secret::AppKey;
use altcha::{CreateChallengeOptions, Payload, VerifySolutionOptions};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use std::collections::BTreeMap;

const ALGORITHM: &str = "PBKDF2/SHA-256";
/// Rounds of one step: little for us, who take one for a challenge and none for its solution.
const ROUNDS: u32 = 1_000;
/// Fewest and most steps of the cheapest challenge: half a second for a laptop, two for a phone.
const FEWEST: u32 = 500;
const MAX_OPEN: u32 = 1_000;
/// How often the number of steps may double: half a minute for a phone.
pub const LEVELS: u32 = 4;
/// A challenge made before the load went up by more is too cheap by now.
const SLACK: u32 = 1;
/// How long a challenge is good, in seconds: to solve it, and to type a password again.
const LIFE: i64 = 5 * 60;
/// Longest proof that is read.
const MAX_CHARS: usize = 4_096;

/// Makes challenges and checks what comes back. Cheap to clone.
#[derive(Clone)]
pub struct Proofs {
    key: AppKey,
}

/// A challenge could not be made.
#[derive(Debug, thiserror::Error)]
#[error("a challenge could not be made: {0}")]
pub struct ProofError(String);

/// A proof that is right, and what tells it from all others: it is yet to be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof(pub String);

impl Proofs {
    /// Challenges signed with the application's key.
    pub fn new(key: AppKey) -> Self {
        Self { key }
    }

    /// A challenge for `what`, as the widget reads it.
    pub fn challenge(&self, what: &str, level: u32) -> Result<String, ProofError> {
        let level = level.min(LEVELS);
        let data = [("for", self.mark(what).into()), ("level", level.into())];
        let options = CreateChallengeOptions {
            algorithm: ALGORITHM.to_owned(),
            cost: ROUNDS,
            counter: Some(rand::random_range(FEWEST..MAX_OPEN) << level),
            data: Some(data.map(|(name, value)| (name.to_owned(), value)).into()),
            expires_at: Some(super::now() / 1_000 + LIFE),
            hmac_signature_secret: Some(self.secret("challenge")),
            hmac_key_signature_secret: Some(self.secret("solution")),
            ..CreateChallengeOptions::default()
        };
        let failed = |error: &dyn std::fmt::Display| ProofError(error.to_string());
        let challenge = altcha::create_challenge(options).map_err(|error| failed(&error))?;
        serde_json::to_string(&challenge).map_err(|error| failed(&error))
    }

    /// What a form brought as proof, if it is one for `what` at today's price.
    pub fn read(&self, text: &str, what: &str, level: u32) -> Option<Proof> {
        if text.is_empty() || text.len() > MAX_CHARS {
            return None;
        }
        let payload: Payload = serde_json::from_slice(&BASE64_STANDARD.decode(text).ok()?).ok()?;
        let (challenge, solution) = (&payload.challenge, &payload.solution);
        // Signed before it is believed; the rest is then as we wrote it.
        let options = VerifySolutionOptions {
            hmac_key_signature_secret: Some(self.secret("solution")),
            ..VerifySolutionOptions::new(challenge, solution, self.secret("challenge"))
        };
        let verified = altcha::verify_solution(options).ok()?.verified;
        let data: &BTreeMap<String, Value> = challenge.parameters.data.as_ref()?;
        let ours = data.get("for")?.as_str()? == self.mark(what);
        let paid = data.get("level")?.as_u64()?;
        let enough = paid + u64::from(SLACK) >= u64::from(level.min(LEVELS));
        (verified && ours && enough).then(|| Proof(challenge.parameters.nonce.clone()))
    }

    fn mark(&self, what: &str) -> String {
        self.key.mark("proof for", what)
    }

    fn secret(&self, of: &str) -> String {
        self.key.mark("proof", of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use altcha::{Challenge, Solution};
    use data_encoding::HEXLOWER;
    use ring::pbkdf2;

    fn proofs() -> Proofs {
        Proofs::new(AppKey::of("a key for tests"))
    }

    /// As the crate does it, with the hash of another, which is fast in a build for tests.
    fn solve(text: &str) -> String {
        let challenge: Challenge = serde_json::from_str(text).expect("is a challenge");
        let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).expect("is hex");
        let parameters = &challenge.parameters;
        let (nonce, salt) = (hex(&parameters.nonce), hex(&parameters.salt));
        let (prefix, rounds) = (hex(&parameters.key_prefix), parameters.cost.try_into());
        let (rounds, mut key) = (rounds.expect("is more than none"), [0; 32]);
        let counter = (0_u32..).find(|counter| {
            let word = [nonce.as_slice(), &counter.to_be_bytes()].concat();
            pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, &salt, &word, &mut key);
            key.starts_with(&prefix)
        });
        let counter = counter.expect("some counter does");
        let solution = Solution { counter, derived_key: HEXLOWER.encode(&key), time: Some(1.5) };
        let payload = Payload { challenge, solution };
        BASE64_STANDARD.encode(serde_json::to_string(&payload).expect("is JSON"))
    }

    #[test]
    fn a_proof_holds_for_what_it_was_made_for_at_about_its_price_and_for_nothing_else() {
        let proofs = proofs();
        let proof = solve(&proofs.challenge("login|192.0.2.1|ana", 0).expect("is made"));
        assert!(proofs.read(&proof, "login|192.0.2.1|ana", 0).is_some());
        assert!(proofs.read(&proof, "login|192.0.2.1|ana", 1).is_some(), "the load rose a little");
        assert_eq!(proofs.read(&proof, "login|192.0.2.1|ana", 2), None, "or by much");
        assert_eq!(proofs.read(&proof, "login|192.0.2.2|ana", 0), None, "another network");
        assert_eq!(proofs.read(&proof, "forgot|192.0.2.1|ana", 0), None, "another form");
        let others = Proofs::new(AppKey::of("another key"));
        assert_eq!(others.read(&proof, "login|192.0.2.1|ana", 0), None, "signed by another");
    }

    #[test]
    fn what_was_not_solved_or_was_changed_is_no_proof() {
        let proofs = proofs();
        let text = proofs.challenge("x", 0).expect("is made");
        let challenge: Challenge = serde_json::from_str(&text).expect("is a challenge");
        let send = |challenge: Challenge, key: &str| {
            let solution = Solution { counter: 1, derived_key: key.to_owned(), time: None };
            let json = serde_json::to_string(&Payload { challenge, solution }).expect("is JSON");
            proofs.read(&BASE64_STANDARD.encode(json), "x", 0)
        };
        assert_eq!(send(challenge.clone(), &"00".repeat(32)), None);
        let mut longer = challenge;
        longer.parameters.expires_at = longer.parameters.expires_at.map(|at| at + 1_000);
        assert_eq!(send(longer, &"00".repeat(32)), None);
        for nonsense in ["", "x", "e30=", &"A".repeat(10_000)] {
            assert_eq!(proofs.read(nonsense, "x", 0), None);
        }
    }

    #[test]
    fn each_level_of_load_doubles_the_work_up_to_a_bound() {
        let proofs = proofs();
        let level = |asked| {
            let text = proofs.challenge("x", asked).expect("is made");
            let challenge: Challenge = serde_json::from_str(&text).expect("is a challenge");
            challenge.parameters.data.expect("has some")["level"].as_u64()
        };
        assert_eq!([0, 3, 4, 9].map(level), [Some(0), Some(3), Some(4), Some(4)]);
    }
}
