//! The bounds of a key, and that what a key does to others stays within its own.

use super::{Asked, ChangedBy, KeyError, Keys, error::BadBound, rules, rules::Checked};
use chrono::SecondsFormat;
use entity::{
    model::{AccountId, KeyId, Scope},
    table::{api_key, instant, millis},
};
use ipnet::IpNet;
use sea_orm::{ColumnTrait, DatabaseTransaction, QueryFilter};

/// What a key may do, until when and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    scopes: Vec<Scope>,
    /// In milliseconds since 1970; `None` for never.
    expires_at: Option<i64>,
    /// `None` for anywhere.
    addresses: Option<Vec<IpNet>>,
    /// `None` for anywhere.
    origins: Option<Vec<String>>,
}

impl Fence {
    /// The bounds of a row.
    pub(super) fn of(row: &api_key::Model) -> Self {
        let nothing = Checked::default();
        Self::after(row, &nothing)
    }

    /// The bounds of a row once it is changed.
    pub(super) fn after(row: &api_key::Model, change: &Checked) -> Self {
        let list = |new: &Option<Option<String>>, old: &Option<String>| {
            new.clone().unwrap_or_else(|| old.clone())
        };
        Self::read(
            change.scopes.as_deref().unwrap_or(&row.scopes),
            change.expires_at.unwrap_or(row.expires_at),
            list(&change.addresses, &row.addresses).as_deref(),
            list(&change.origins, &row.origins).as_deref(),
        )
    }

    /// The bounds of a key that is to be made.
    pub(super) fn new(made: &Checked) -> Self {
        Self::read(
            made.scopes.as_deref().unwrap_or_default(),
            made.expires_at.flatten(),
            made.addresses.as_ref().and_then(Option::as_deref),
            made.origins.as_ref().and_then(Option::as_deref),
        )
    }

    fn read(
        scopes: &str,
        expires_at: Option<i64>,
        addresses: Option<&str>,
        origins: Option<&str>,
    ) -> Self {
        let nets =
            |text: &str| text.split_ascii_whitespace().filter_map(crate::net::ip_net).collect();
        let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
        Self {
            scopes: rules::scopes(scopes),
            expires_at,
            addresses: addresses.map(nets),
            origins: origins.map(words),
        }
    }

    /// Refuse scopes that are not among these.
    fn has_scopes(&self, other: &Self) -> Result<(), KeyError> {
        let more = other.scopes.iter().copied().filter(|scope| !self.scopes.contains(scope));
        let more: Vec<Scope> = more.collect();
        if more.is_empty() { Ok(()) } else { Err(KeyError::MoreThanOwn(more)) }
    }

    /// Refuse bounds that are wider than these.
    fn holds(&self, other: &Self) -> Result<(), KeyError> {
        self.has_scopes(other)?;
        let mut wider = Vec::new();
        if let Some(own) = self.expires_at
            && other.expires_at.is_none_or(|at| at > own)
        {
            wider.push(BadBound::Expiry(instant(own)));
        }
        if let Some(own) = &self.addresses {
            let inside = |net: &IpNet| own.iter().any(|own| own.contains(net));
            if !other.addresses.as_ref().is_some_and(|nets| nets.iter().all(inside)) {
                wider.push(BadBound::Addresses(own.clone()));
            }
        }
        if let Some(own) = &self.origins {
            let inside = |origin: &String| own.contains(origin);
            if !other.origins.as_ref().is_some_and(|list| list.iter().all(inside)) {
                wider.push(BadBound::Origins(own.clone()));
            }
        }
        if wider.is_empty() { Ok(()) } else { Err(KeyError::WiderThanOwn(wider)) }
    }
}

/// How far whoever asks may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Anywhere in the account.
    Account,
    /// Within the bounds of the key that asks.
    Key {
        key: KeyId,
        public_id: String,
        /// Its bounds; with a token that was replaced, no longer than that token is good.
        own: Fence,
    },
}

impl Reach {
    /// Something is taken from this key, such as its life: none of its scopes may be foreign.
    pub(super) fn may_curb(&self, row: &api_key::Model) -> Result<(), KeyError> {
        match self {
            Self::Account => Ok(()),
            Self::Key { own, .. } => own.has_scopes(&Fence::of(row)),
        }
    }

    /// A key of these bounds is given, anew or again.
    pub(super) fn may_give(&self, bounds: &Fence) -> Result<(), KeyError> {
        match self {
            Self::Account => Ok(()),
            Self::Key { own, .. } => own.holds(bounds),
        }
    }

    /// The rules of this key are changed: nobody's own.
    pub(super) fn may_edit(&self, row: &api_key::Model) -> Result<(), KeyError> {
        match self {
            Self::Key { key, .. } if key.0 == row.id => Err(KeyError::Itself),
            Self::Account | Self::Key { .. } => self.may_curb(row),
        }
    }

    /// What is left out of a key to be made: the scopes of most keys as far as they are one's own,
    /// and one's own bounds.
    pub(super) fn complete(&self, edit: &mut super::KeyEdit) {
        let own = match self {
            Self::Account => None,
            Self::Key { own, .. } => Some(own),
        };
        let usual = |own: Option<&Fence>| {
            let usual = Scope::USUAL.into_iter();
            usual.filter(|scope| own.is_none_or(|own| own.scopes.contains(scope))).collect()
        };
        edit.name.get_or_insert_default();
        edit.scopes.get_or_insert_with(|| usual(own));
        let Some(own) = own else { return };
        edit.expires_at.get_or_insert_with(|| own.expires_at.map(instant));
        edit.addresses.get_or_insert_with(|| {
            own.addresses.iter().flatten().map(ToString::to_string).collect()
        });
        edit.origins.get_or_insert_with(|| own.origins.clone().unwrap_or_default());
    }
}

impl Keys {
    /// How far the one who asks may go: read anew, for a remembered key may have been narrowed.
    pub(super) async fn reach(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        asked: &Asked,
    ) -> Result<Reach, KeyError> {
        let ChangedBy::Key { key, replaced } = asked.by else { return Ok(Reach::Account) };
        let of = super::service::of(account).filter(api_key::Column::Id.eq(key.0));
        let row = of.one(transaction).await?.ok_or(KeyError::NoLongerAllowed)?;
        let mut own = Fence::of(&row);
        if replaced {
            let until = row.old_token_until.unwrap_or_default();
            own.expires_at = Some(own.expires_at.map_or(until, |at| at.min(until)));
        }
        let ended = own.expires_at.is_some_and(|at| at <= millis(self.now()));
        let may = own.scopes.contains(&Scope::KeysWrite);
        if row.revoked_at.is_some() || row.disabled_at.is_some() || ended || !may {
            return Err(KeyError::NoLongerAllowed);
        }
        Ok(Reach::Key { key, public_id: row.public_id, own })
    }
}

impl std::fmt::Display for BadBound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |texts: Vec<String>| texts.join(", ");
        match self {
            Self::Expiry(at) => {
                let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
                write!(f, "expires_at may be no later than {at}")
            }
            Self::Addresses(own) => {
                let own = list(own.iter().map(ToString::to_string).collect());
                write!(f, "addresses may only be within {own}")
            }
            Self::Origins(own) => write!(f, "origins may only be among {}", list(own.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fence(expires_at: Option<i64>, addresses: Option<&str>, origins: Option<&str>) -> Fence {
        Fence::read("matches:read keys:write", expires_at, addresses, origins)
    }

    #[test]
    fn a_fence_holds_what_is_no_wider_in_any_direction() {
        let own = fence(Some(50), Some("10.0.0.0/8 2001:db8::/32"), Some("https://a https://b"));
        let inside = [
            own.clone(),
            fence(Some(49), Some("10.1.2.3/32"), Some("https://b")),
            fence(Some(50), Some("2001:db8:1::/48 10.0.0.0/9"), Some("https://a")),
        ];
        for inner in inside {
            assert!(own.holds(&inner).is_ok(), "{inner:?}");
        }
        let outside = [
            fence(None, Some("10.1.2.3/32"), Some("https://b")),
            fence(Some(51), Some("10.1.2.3/32"), Some("https://b")),
            fence(Some(50), None, Some("https://b")),
            fence(Some(50), Some("10.0.0.0/7"), Some("https://b")),
            fence(Some(50), Some("10.1.2.3/32 11.0.0.1/32"), Some("https://b")),
            fence(Some(50), Some("10.1.2.3/32"), None),
            fence(Some(50), Some("10.1.2.3/32"), Some("https://b https://c")),
        ];
        for outer in outside {
            assert!(own.holds(&outer).is_err(), "{outer:?}");
        }
        assert!(fence(None, None, None).holds(&own).is_ok());
    }
}
