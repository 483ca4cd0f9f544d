//! The `protocol` query parameter of the address a client connects to.

use super::close::CloseCode;

/// Why a client's protocol is not spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadVersion {
    #[error("The protocol version must be a number; this server speaks 7.")]
    NotANumber,
    #[error("This protocol version is not spoken here; this server speaks 5, 6 and 7.")]
    Unsupported,
}

impl BadVersion {
    pub(crate) fn code(self) -> CloseCode {
        match self {
            Self::NotANumber => CloseCode::MalformedVersion,
            Self::Unsupported => CloseCode::UnsupportedVersion,
        }
    }
}

/// Reads a query; a client that names no protocol is taken to speak a known one.
pub(crate) fn check(query: Option<&str>) -> Result<(), BadVersion> {
    let parameters = query.unwrap_or_default().split('&');
    let Some(version) = parameters.filter_map(|pair| pair.strip_prefix("protocol=")).next() else {
        return Ok(());
    };
    match version.parse::<u32>() {
        Ok(5..=7) => Ok(()),
        Ok(_) => Err(BadVersion::Unsupported),
        Err(_) => Err(BadVersion::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_versions_and_none_are_accepted_in_any_order_of_parameters() {
        assert_eq!(check(None), Ok(()));
        assert_eq!(check(Some("protocol=7&client=js&version=8.6.0&flash=false")), Ok(()));
        assert_eq!(check(Some("client=pysher&version=1&protocol=5")), Ok(()));
    }

    #[test]
    fn other_versions_have_their_own_codes() {
        let code = |query| check(Some(query)).map_err(|bad| bad.code().number());
        assert_eq!(code("protocol=99"), Err(4007));
        assert_eq!(code("protocol=seven"), Err(4006));
        assert_eq!(code("protocol="), Err(4006));
    }
}
