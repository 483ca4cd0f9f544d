//! What somebody is told who tries too often, and how it is noted.

use super::request::FormRequest;
use crate::{
    accounts::{throttle::Subject, turns::Lane},
    audit::{self, Action, Actor, Entry, Origin, Outcome, told_once},
    net::Network,
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::model::AccountId;
use std::{sync::Arc, time::Duration};

impl FormRequest {
    /// Draw `path` with the time to wait, and with a challenge where its solution does instead. Where
    /// many of one network, or many who register, are told so already, it is said in plain words.
    pub(super) async fn hold_back(
        self,
        path: &str,
        form: &str,
        wait: Duration,
        challenge: Option<String>,
    ) -> Response {
        let seconds = wait.as_secs() + 1;
        let network = Network::of(self.address).last().map(|net| net.to_string());
        let line: Arc<str> = network.unwrap_or_default().into();
        let lane = if form == "register" { Lane::Later } else { Lane::First };
        let Ok(turn) = self.accounts.drawing.clone().acquire(&line, lane).await else {
            let text = format!("Too many tries. Wait {seconds} seconds, go back and try again.\n");
            let wait = [(header::RETRY_AFTER, seconds.to_string())];
            return (StatusCode::TOO_MANY_REQUESTS, wait, text).into_response();
        };
        // Who signs up has no account that a mailed link could let them into.
        let or_link =
            if form == "register" { "" } else { "Have a link mailed to you, above. Or: " };
        let text = match challenge {
            None => format!(
                "Too many tries. Wait {seconds} seconds and try again; what you typed is kept."
            ),
            Some(_) => format!(
                "Too many tries are made just now, perhaps not by you. {or_link}Your browser works \
                 something out below to show that you mean it: then send the form again. Or wait \
                 {seconds} seconds."
            ),
        };
        let mut state = self.state(form, vec![("", text)]);
        state.proof = challenge;
        let mut response = self.show(path, StatusCode::TOO_MANY_REQUESTS, state, None).await;
        drop(turn);
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        response
    }

    /// Write to the audit log that a bucket is empty: one row a minute, however many try.
    pub(super) async fn note(&self, form: &str, empty: &Subject) {
        let name = empty.rule().name;
        let kind = format!("{form}|{name}|{}", empty.name());
        let Some(left_out) = self.accounts.throttle.may_note(kind).await else { return };
        let users = &self.accounts.users;
        let (actor, account) = match &self.auth.user {
            Some(user) => (Actor::Account(AccountId(user.row.id)), None),
            None => {
                let email = self.text("email").trim().to_lowercase();
                let named = users.find(&email).await.ok().flatten();
                (Actor::Anonymous, named.map(|row| AccountId(row.id)))
            }
        };
        let origin = Origin { address: Some(self.place.clone()), agent: Some(self.agent.clone()) };
        let mut entry = Entry::new(action(form), actor)
            .from(origin)
            .outcome(Outcome::Throttled)
            .detail(told_once(&format!("the bucket {name} is empty"), left_out));
        entry.account = entry.account.or(account);
        audit::write_or_log(users.database.pool(), entry).await;
    }
}

/// What a form tries to do.
fn action(form: &str) -> Action {
    match form {
        "register" => Action::Register,
        "login" | "link" | "enter" => Action::SignIn,
        "forgot" => Action::PasswordForgot,
        "reset" => Action::PasswordReset,
        "challenge" | "start" | "confirm" => Action::SecondFactor,
        "email" => Action::EmailAsk,
        _ => Action::PasswordAsk,
    }
}
