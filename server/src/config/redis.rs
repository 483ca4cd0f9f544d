//! Redis, where there is one.

use super::{ConfigError, Settings};
use redis::{Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo, TlsCertificates};
use std::fmt;

const MEND_URL: &str =
    "write redis://[:password@]host[:port][/database], or rediss:// where it speaks TLS";
const MEND_DB: &str = "write the number of a Redis database, such as 0";

/// How Redis is reached, and which of its databases is for what.
#[derive(Clone)]
pub struct Redis {
    address: ConnectionInfo,
    cache_db: i64,
    queue_db: i64,
    realtime_db: i64,
    /// What every key of ours begins with.
    pub prefix: String,
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, cache_db, queue_db, realtime_db, prefix } = self;
        f.debug_struct("Redis")
            .field("address", &address.addr().to_string())
            .field("cache_db", cache_db)
            .field("queue_db", queue_db)
            .field("realtime_db", realtime_db)
            .field("prefix", prefix)
            .finish()
    }
}

impl Redis {
    /// `None` where nothing says that there is one.
    pub(super) fn read(settings: &Settings) -> Result<Option<Self>, ConfigError> {
        let Some(address) = address(settings)? else { return Ok(None) };
        let address = trusting(settings, address)?;
        let own = address.redis_settings().db();
        let db = |name| Ok(settings.parse::<u16>(name, MEND_DB)?.map_or(own, i64::from));
        Ok(Some(Self {
            cache_db: db("REDIS_CACHE_DB")?,
            queue_db: db("REDIS_QUEUE_DB")?,
            realtime_db: db("REDIS_REVERB_DB")?,
            prefix: settings.text("REDIS_CACHE_PREFIX").unwrap_or_default(),
            address,
        }))
    }

    /// The database of the cache and of limits.
    pub fn cache(&self) -> ConnectionInfo {
        self.database(self.cache_db)
    }

    /// The database of the queue's wake-ups and counters.
    pub fn queue(&self) -> ConnectionInfo {
        self.database(self.queue_db)
    }

    /// The database of the log and of signals between nodes.
    pub fn realtime(&self) -> ConnectionInfo {
        self.database(self.realtime_db)
    }

    fn database(&self, db: i64) -> ConnectionInfo {
        let settings = self.address.redis_settings().clone().set_db(db);
        self.address.clone().set_redis_settings(settings)
    }
}

fn address(settings: &Settings) -> Result<Option<ConnectionInfo>, ConfigError> {
    if let Some(url) = settings.text("REDIS_URL") {
        let refused = |mend: &str| ConfigError::new("REDIS_URL", &url, mend);
        let address = url.as_str().into_connection_info().map_err(|_| refused(MEND_URL))?;
        if matches!(address.addr(), ConnectionAddr::TcpTls { insecure: true, .. }) {
            return Err(refused(
                "leave out #insecure: a certificate is always checked; name one of \
                                your own in REDIS_CA_FILE",
            ));
        }
        return Ok(Some(address));
    }
    let host = settings.text("REDIS_HOST");
    let port = settings.parse::<u16>("REDIS_PORT", "write a port from 1 to 65535")?;
    let password = settings.text("REDIS_PASSWORD");
    let db = settings.parse::<u16>("REDIS_DB", MEND_DB)?;
    if host.is_none() && port.is_none() && password.is_none() && db.is_none() {
        return Ok(None);
    }
    let host = host.unwrap_or_else(|| "127.0.0.1".to_owned());
    let address = (host.as_str(), port.unwrap_or(6379))
        .into_connection_info()
        .map_err(|_| ConfigError::new("REDIS_HOST", &host, "write a host name or an address"))?;
    let mut own = address.redis_settings().clone().set_db(i64::from(db.unwrap_or(0)));
    if let Some(password) = password {
        own = own.set_password(password);
    }
    Ok(Some(address.set_redis_settings(own)))
}

/// The address with the certificate that its own is to be signed by, where one is named.
fn trusting(settings: &Settings, address: ConnectionInfo) -> Result<ConnectionInfo, ConfigError> {
    let Some(path) = settings.text("REDIS_CA_FILE") else { return Ok(address) };
    let refused = |mend: String| ConfigError::new("REDIS_CA_FILE", &path, mend);
    if !matches!(address.addr(), ConnectionAddr::TcpTls { insecure: false, .. }) {
        return Err(refused("only rediss:// in REDIS_URL asks for a certificate".to_owned()));
    }
    let root = std::fs::read(&path)
        .map_err(|error| refused(format!("the file cannot be read ({error}); check its path")))?;
    let tls = TlsCertificates { client_tls: None, root_cert: Some(root) };
    let client = Client::build_with_tls(address, tls).map_err(|_| {
        refused("write the path of a file with certificates in PEM, -----BEGIN …".to_owned())
    })?;
    Ok(client.get_connection_info().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Result<Option<Redis>, ConfigError> {
        Redis::read(&Settings::from_parts([], file).expect("reads"))
    }

    #[test]
    fn nothing_said_means_no_redis() {
        assert!(read("").expect("is usable").is_none());
    }

    #[test]
    fn a_url_or_its_parts_say_where_it_is() {
        let url = read("REDIS_URL=redis://:s3cret@h:1234/5\nREDIS_CACHE_DB=7").expect("is usable");
        let url = url.expect("is there");
        assert_eq!(url.cache().redis_settings().db(), 7);
        assert_eq!(url.queue().redis_settings().db(), 5);
        assert!(!format!("{url:?}").contains("s3cret"));
        let parts = read("REDIS_HOST=h\nREDIS_PORT=99\nREDIS_PASSWORD=p").expect("is usable");
        let parts = parts.expect("is there");
        assert_eq!(parts.cache().addr().to_string(), "h:99");
        assert_eq!(parts.cache().redis_settings().password(), Some("p"));
    }

    #[test]
    fn a_bad_value_is_named_without_its_password() {
        let error = read("REDIS_URL=https://:s3cret@h").expect_err("no Redis");
        assert!(error.to_string().starts_with("REDIS_URL=**** cannot be used"), "{error}");
        assert!(read("REDIS_HOST=h\nREDIS_CACHE_DB=one").is_err());
    }
}
