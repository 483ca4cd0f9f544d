//! What works and is probably not meant: each is one line that names the setting and the mend.

use super::Config;

impl Config {
    /// What an operator should be told when the service starts.
    pub fn advice(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let bind = &self.bind;
        if !bind.app_url_is_set && !bind.address.ip().to_canonical().is_loopback() {
            lines.push(format!(
                "SERVER_HOST={} listens beyond this machine and APP_URL is not set: cookies are sent \
                 over plain http and links in letters lead to {}; set APP_URL to the address that \
                 visitors type, such as https://scores.example",
                bind.address.ip(),
                bind.app_url
            ));
        }
        if bind.app_url_is_set && !bind.is_for_this_machine() && self.mail.url.is_none() {
            lines.push(format!(
                "APP_URL={} is for others and MAIL_URL is not set: letters become files in {} and \
                 reach nobody; set MAIL_URL to a mail server, such as \
                 smtp://user:password@mail.example:587",
                bind.app_url,
                self.storage.data_dir.join("mail").display()
            ));
        }
        if let Some(host) = self.mail.in_the_clear() {
            lines.push(format!(
                "MAIL_URL sends letters to {host} without encryption, and the links in them open \
                 accounts; write smtps:// or add ?tls=required to it"
            ));
        }
        lines.extend(self.strange.iter().cloned());
        lines
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Settings};

    fn advice(file: &str) -> Vec<String> {
        let settings = Settings::from_parts([], file).expect("reads");
        Config::read(&settings).expect("is usable").advice()
    }

    #[test]
    fn a_service_for_this_machine_needs_no_advice() {
        assert_eq!(advice(""), Vec::<String>::new());
        assert_eq!(advice("SERVER_HOST=::1"), Vec::<String>::new());
    }

    #[test]
    fn a_service_for_others_is_told_to_name_its_address() {
        let told = advice("SERVER_HOST=0.0.0.0");
        assert!(told.len() == 1 && told[0].contains("set APP_URL"), "{told:?}");
        let set = "SERVER_HOST=0.0.0.0\nAPP_URL=https://scores.example\nMAIL_URL=smtps://m.example";
        assert_eq!(advice(set), Vec::<String>::new());
    }

    #[test]
    fn letters_of_a_service_for_others_that_reach_nobody_are_noticed() {
        let told = advice("APP_URL=https://scores.example");
        assert!(told.len() == 1 && told[0].contains("MAIL_URL is not set"), "{told:?}");
        assert_eq!(advice("APP_URL=http://localhost:8000"), Vec::<String>::new());
    }
}
