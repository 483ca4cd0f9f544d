//! Paying for a try, with a bucket or with work.

use super::request::{FormError, FormRequest};
use crate::{
    accounts::throttle::{Empty, Subject, TooMany},
    net::Network,
};

/// What one form takes from the throttles before it does anything costly.
pub(super) struct Toll<'a> {
    ask: &'a FormRequest,
    /// The form, the network and the account that a proof is for.
    what: String,
    account: String,
    proved: bool,
}

impl<'a> Toll<'a> {
    /// The toll of `form`, sent about this address.
    pub fn new(ask: &'a FormRequest, form: &str, email: &str) -> Self {
        let what = format!("{form}|{}|{email}", ask.place);
        Self { ask, what, account: email.to_owned(), proved: false }
    }

    /// Take one from each, or from none. Where one that strangers share is empty, the proof that came
    /// with the form does instead. Gives what was taken.
    pub async fn pay(&mut self, subjects: &[Subject]) -> Result<Vec<Subject>, FormError> {
        let throttle = &self.ask.accounts.throttle;
        let mut taken = Vec::with_capacity(subjects.len());
        for subject in subjects {
            match throttle.take_one(subject).await {
                Ok(()) => taken.push(subject.clone()),
                Err(refused) => {
                    let may_prove = subject.rule().empty == Empty::Proof;
                    if may_prove && self.prove().await {
                        continue;
                    }
                    throttle.give_back(&taken).await;
                    return Err(self.refuse(refused, may_prove).await);
                }
            }
        }
        Ok(taken)
    }

    /// Whether the form came with a proof that nobody has used; it is used by this.
    async fn prove(&mut self) -> bool {
        if self.proved {
            return true;
        }
        let (throttle, work) = (&self.ask.accounts.throttle, self.work());
        let (typed, load) = (self.ask.text("proof"), throttle.load(&work).await);
        let Some(proof) = self.ask.accounts.proofs.read(typed, &self.what, load) else {
            return false;
        };
        if throttle.take_one(&Subject::Spent(proof.0)).await.is_err() {
            return false;
        }
        for counter in work {
            // These only count: what is full makes the next proof dearer.
            let _ = throttle.take_one(&counter).await;
        }
        self.proved = true;
        true
    }

    async fn refuse(&self, refused: TooMany, may_prove: bool) -> FormError {
        if !may_prove {
            return FormError::TooMany(Box::new(refused), None);
        }
        let load = self.ask.accounts.throttle.load(&self.work()).await;
        match self.ask.accounts.proofs.challenge(&self.what, load) {
            Ok(challenge) => FormError::TooMany(Box::new(refused), Some(challenge)),
            Err(error) => FormError::from(error),
        }
    }

    /// Where proofs are counted.
    fn work(&self) -> Vec<Subject> {
        let widest = Network::of(self.ask.address).last().map(Subject::ProvedFrom);
        let rest = [Subject::Proved(self.account.clone()), Subject::ProvedByAll];
        widest.into_iter().chain(rest).collect()
    }
}
