//! Mails as files, for a service that has no mail server.

use super::{Mail, MailError, Mailer};
use chrono::Utc;
use std::path::{Path, PathBuf};

/// Writes each mail into a folder, as JSON, under a name that sorts by time.
#[derive(Clone, Debug)]
pub struct FolderMailer {
    folder: PathBuf,
}

impl FolderMailer {
    /// A mailer into `folder`, which is made with the first mail.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait::async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let body =
            serde_json::to_vec_pretty(mail).map_err(|error| MailError::Never(error.to_string()))?;
        let name =
            format!("{}-{:08x}.json", Utc::now().format("%Y%m%dT%H%M%S%3f"), rand::random::<u32>());
        let folder = self.folder.clone();
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &body)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(MailError::Later(error.to_string())),
            Err(error) => Err(MailError::Later(error.to_string())),
        }
    }
}

/// Write a file that only this user may read: mails carry secrets.
fn write(folder: &Path, name: &str, body: &[u8]) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    std::fs::create_dir_all(folder)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(folder.join(name))?.write_all(body)
}
