//! Every problem code: when it comes and what to do. The `type` of a problem points here.

/// One code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The word in `code`, and after the `#` of `type`.
    pub code: &'static str,
    /// The status it comes with.
    pub status: u16,
    /// When it comes.
    pub when: &'static str,
    /// What to do.
    pub mend: &'static str,
}

const fn code(code: &'static str, status: u16, when: &'static str, mend: &'static str) -> Code {
    Code { code, status, when, mend }
}

/// All codes, by status.
pub const CODES: &[Code] = &[
    code(
        "bad_input",
        400,
        "Some members of the request cannot be used; each is named in errors with what would do.",
        "Correct the named members and send the request again. Nothing was done.",
    ),
    code(
        "unauthenticated",
        401,
        "The request does not say who asks.",
        "Send the header Authorization: Bearer <token>.",
    ),
    code(
        "key_missing",
        401,
        "This part of the service needs a key.",
        "Send the header Authorization: Bearer <token> with a key that has the named scope.",
    ),
    code(
        "key_malformed",
        401,
        "The token is not of the form of a key; its checksum tells.",
        "Copy the token again, whole: bts_live_, letters and digits, and six more after an underscore.",
    ),
    code(
        "unknown_key",
        401,
        "The token has the right form, but no key has it.",
        "Check that the key was not deleted, or leave out the Authorization header to read without one.",
    ),
    code(
        "key_expired",
        401,
        "The key's time is over.",
        "Create or rotate a key on your keys page.",
    ),
    code(
        "key_disabled",
        401,
        "The key was disabled by its owner.",
        "Enable it on your keys page, or use another.",
    ),
    code(
        "key_revoked",
        401,
        "The key was revoked and will not work again.",
        "Create another on your keys page.",
    ),
    code(
        "address_denied",
        403,
        "The key may not be used from your address.",
        "Add the address to the key, or call from one that is on its list.",
    ),
    code(
        "origin_denied",
        403,
        "The key may not be used from this web page.",
        "Add the page's origin to the key.",
    ),
    code(
        "scope_missing",
        403,
        "The key is good, but lacks the named scope.",
        "Give the key the scope, or use another key.",
    ),
    code(
        "forbidden",
        403,
        "You may not do this.",
        "Sign in as somebody who may, or ask the owner.",
    ),
    code(
        "not_found",
        404,
        "There is no such thing: the detail says what was looked for.",
        "Check the path; lists name what there is.",
    ),
    code(
        "method_not_allowed",
        405,
        "There is something at this path, but not for this method.",
        "The header Allow lists the methods.",
    ),
    code(
        "conflict",
        409,
        "The request does not fit how things stand, or the same request is under way.",
        "Read the thing again, then decide.",
    ),
    code("body_too_large", 413, "The body is larger than 64 KiB.", "Send less."),
    code(
        "unsupported_media_type",
        415,
        "The body is not JSON.",
        "Send Content-Type: application/json.",
    ),
    code(
        "rate_limited",
        429,
        "You have made more requests than your plan allows; the detail names the limit.",
        "Wait as many seconds as Retry-After says. Answers 304 cost nothing: send If-None-Match.",
    ),
    code(
        "internal",
        500,
        "Something failed on our side. Nothing was changed.",
        "Try again; if it stays, tell us the request_id.",
    ),
    code(
        "upstream_failed",
        502,
        "The upstream gave no usable answer, and there is no older one.",
        "Try again after Retry-After.",
    ),
    code(
        "upstream_unreachable",
        502,
        "The upstream cannot be reached, and there is no older answer.",
        "Try again after Retry-After.",
    ),
    code(
        "upstream_too_large",
        502,
        "The upstream's answer is larger than we pass on.",
        "Ask for less: a shorter time, one league.",
    ),
    code(
        "unavailable",
        503,
        "The service is going down or coming up.",
        "Try again in a few seconds.",
    ),
    code(
        "upstream_budget",
        503,
        "What may be asked of the upstream now is kept for live matches, or used up.",
        "Wait as many seconds as Retry-After says. Everything under /sports and /matches goes on.",
    ),
    code(
        "upstream_refused",
        503,
        "The upstream does not serve this service at the moment.",
        "The operator has to act; /status says more.",
    ),
    code(
        "upstream_timeout",
        504,
        "The upstream did not answer in time, and there is no older answer.",
        "Try again after Retry-After.",
    ),
];
