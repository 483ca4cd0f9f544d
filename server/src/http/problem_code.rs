//! Every problem code: the word, its status, when it comes and what to do. Matched, not spelled, by
//! whoever makes or reads a [`Problem`](super::Problem); `/docs/errors` is made from the same list.

macro_rules! problem_codes {
    ($($variant:ident = $word:literal, $status:literal, $when:literal, $mend:literal;)*) => {
        /// What a program may go by in a problem: `code`, and what stands after the `#` of `type`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(clippy::doc_markdown, reason = "the sentences are those of a page")]
        pub enum ProblemCode {
            $(#[doc = $when] $variant,)*
        }

        impl ProblemCode {
            /// All of them, in the order the documentation has them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The status it usually comes with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// When it comes.
            pub const fn when(self) -> &'static str {
                match self { $(Self::$variant => $when,)* }
            }

            /// What to do.
            pub const fn mend(self) -> &'static str {
                match self { $(Self::$variant => $mend,)* }
            }
        }
    };
}

problem_codes! {
    BadInput = "bad_input", 400,
        "Some members of the request cannot be used; each is named in errors with what would do.",
        "Correct the named members and send the request again. Nothing was done.";
    BadHandshake = "bad_handshake", 426,
        "A request to the socket's address is no WebSocket handshake; 400 where it is a broken one.",
        "Connect with a Pusher client, or with WebSocket version 13 over HTTP/1.1.";
    MetricsToken = "metrics_token", 401,
        "The metrics are for those on this machine and for holders of METRICS_TOKEN.",
        "Send Authorization: Bearer <METRICS_TOKEN>.";
    SignInFirst = "sign_in_first", 401,
        "A form or a file of the dashboard was asked for without being signed in.",
        "Sign in at /login and try again.";
    TwoFactorFirst = "two_factor_first", 403,
        "The account needs its second factor before anything else.",
        "Give or set up the code at /two-factor.";
    ForgedOrigin = "forged_origin", 403,
        "A form was sent from a page of another site.",
        "Open the page here and send the form from it.";
    KeyRequired = "key_required", 401,
        "This needs a key, and the request names none.",
        "Send the header Authorization: Bearer <token>.";
    MalformedKey = "malformed_key", 401,
        "What was sent is not of the form of a key.",
        "Send Authorization: Bearer bts_live_… once, or leave the header out to read without a key.";
    MistypedKey = "mistyped_key", 401,
        "The token has the right form, but its checksum does not fit.",
        "Copy the token again, whole.";
    UnknownKey = "unknown_key", 401,
        "No key has this token.",
        "Check that the key belongs to this installation, or leave the header out to read without one.";
    ReplacedKey = "replaced_key", 401,
        "A rotation replaced this token, and its time is over.",
        "Use the new token.";
    ExpiredKey = "expired_key", 401,
        "The key's time is over.",
        "Make a new key at /dashboard/keys.";
    DisabledKey = "disabled_key", 401,
        "The key is switched off by its owner.",
        "Switch it on at /dashboard/keys, or use another.";
    RevokedKey = "revoked_key", 401,
        "The key was revoked and will not work again.",
        "Make a new key at /dashboard/keys.";
    AccountClosed = "account_closed", 403,
        "The account the key belongs to is closed or disabled.",
        "Sign in to keep a closed account, or ask the operator.";
    AddressDenied = "address_denied", 403,
        "The key may not be used from your address.",
        "Add the address to the key, or call from one that is on its list.";
    OriginDenied = "origin_denied", 403,
        "The key may not be used from this web page.",
        "Add the page's origin to the key.";
    ScopeMissing = "scope_missing", 403,
        "The key is good, but lacks the named scope.",
        "Give the key the scope at /dashboard/keys, or use another key.";
    UnconfirmedAccount = "unconfirmed_account", 403,
        "The address of the key's account is not confirmed, so that it can have no keys.",
        "Follow the link in our letter, or have it sent again at /dashboard/settings.";
    MoreThanOwnScopes = "more_than_own_scopes", 403,
        "A key cannot give another key, or change one to have, a scope that it lacks itself.",
        "Leave the scope out, or do it signed in at /dashboard/keys.";
    WiderThanOwn = "wider_than_own", 403,
        "A key cannot give or change a key to have wider bounds than its own: a later end, other addresses or origins.",
        "Keep within the bounds that the detail names, or do it signed in at /dashboard/keys.";
    OwnKey = "own_key", 403,
        "A key cannot change or switch itself; it may rotate and revoke itself.",
        "Use another key with keys:write, or sign in at /dashboard/keys.";
    BadSignature = "bad_signature", 401,
        "A request to the HTTP API of publishers is not signed as the application's own.",
        "Check REVERB_APP_ID, REVERB_APP_KEY and REVERB_APP_SECRET, the clock, and the path a proxy may have cut.";
    ChannelDenied = "channel_denied", 403,
        "The channel is not yours to listen to.",
        "Ask for private-user.{id} with the id of your own account; private-admin is for those who run the service.";
    NotFound = "not_found", 404,
        "There is no such thing: the detail says what was looked for.",
        "Check the path; lists name what there is.";
    MethodNotAllowed = "method_not_allowed", 405,
        "There is something at this path, but not for this method.",
        "The header Allow lists the methods.";
    BodyTooSlow = "body_too_slow", 408,
        "The body did not arrive within ten seconds.",
        "Send it again, on a connection that holds. Nothing was changed.";
    TooManyKeys = "too_many_keys", 409,
        "The account has as many keys as an account may have.",
        "Revoke one that is not used, then try again.";
    KeyIsRevoked = "key_is_revoked", 409,
        "A revoked key cannot be changed.",
        "Make a new key.";
    IdempotencyInFlight = "idempotency_in_flight", 409,
        "The first request of this Idempotency-Key is still under way.",
        "Ask again in a few seconds.";
    IdempotencyUnreadable = "idempotency_unreadable", 409,
        "The stored answer to this Idempotency-Key cannot be read.",
        "Read what there is, then use a new Idempotency-Key.";
    PositionGone = "position_gone", 410,
        "The log does not reach back to the position in after, or is another one by now.",
        "Take a list of matches, and go on from its X-Position.";
    BodyTooLarge = "body_too_large", 413,
        "The body, or the data of an event in it, is larger than is read there; the detail says how much is.",
        "Send less.";
    UnsupportedMediaType = "unsupported_media_type", 415,
        "The body is not JSON.",
        "Send Content-Type: application/json.";
    IdempotencyMismatch = "idempotency_mismatch", 422,
        "This Idempotency-Key was used for another request.",
        "Use a new one for this request.";
    QuotaExceeded = "quota_exceeded", 429,
        "You have made more requests than your plan allows; violated-policies names the limit.",
        "Wait as many seconds as Retry-After says. Answers 304 cost nothing: send If-None-Match.";
    TooFast = "too_fast", 429,
        "More pages, documents or forms were asked for from one address than a reader needs.",
        "Wait as many seconds as Retry-After says. A program asks the API, with a key.";
    UpstreamShare = "upstream_share", 429,
        "The question has no answer at hand, and the calls to the upstream that your questions may cost are used up.",
        "Wait as many seconds as Retry-After says, or ask for what is at hand: current seasons, and what others asked for lately.";
    TooManyWrongKeys = "too_many_wrong_keys", 429,
        "Too many wrong keys came from your address within a minute. A good key is let in all the same.",
        "Correct the key. Wait as many seconds as Retry-After says before trying another.";
    TooManyStreams = "too_many_streams", 429,
        "All sockets and streams that your plan allows are open.",
        "Close one first.";
    TooManyHandshakes = "too_many_handshakes", 429,
        "Sockets or streams are opened from your address too often.",
        "Wait for Retry-After, and keep a socket open rather than opening it anew.";
    Internal = "internal", 500,
        "Something failed on our side. Nothing was changed.",
        "Try again; if it stays, tell us the request_id.";
    UpstreamFailed = "upstream_failed", 502,
        "The upstream gave no usable answer, and there is no older one.",
        "Try again after Retry-After.";
    UpstreamUnreachable = "upstream_unreachable", 502,
        "The upstream cannot be reached, and there is no older answer.",
        "Try again after Retry-After.";
    UpstreamTooLarge = "upstream_too_large", 502,
        "The upstream's answer is larger than we pass on.",
        "Ask for less: a shorter time, one league.";
    Unavailable = "unavailable", 503,
        "The service is going down or coming up.",
        "Try again in a few seconds.";
    UpstreamBudget = "upstream_budget", 503,
        "What may be asked of the upstream now is kept for live matches, or used up.",
        "Wait as many seconds as Retry-After says. Everything under /sports and /matches goes on.";
    UpstreamRefused = "upstream_refused", 503,
        "The upstream does not serve this service at the moment.",
        "The operator has to act; /status says more.";
    UpstreamTimeout = "upstream_timeout", 504,
        "The upstream did not answer in time, and there is no older answer.",
        "Try again after Retry-After.";
}
