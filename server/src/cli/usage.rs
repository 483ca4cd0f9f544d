//! What is wrong with a command line, in one line.

use super::{Cli, CliError};
use clap::{CommandFactory, error::ErrorKind};

/// Show what was asked for, such as the help, or say what is wrong and where it is told how to
/// mend it.
pub(super) fn answer(error: &clap::Error) -> Result<(), CliError> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader such as `head` may have had enough of it.
            drop(error.print());
            Ok(())
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Err(CliError::Usage("no command is given; `bts-guru --help` lists them".to_owned()))
        }
        _ => Err(CliError::Usage(line(&error.render().to_string(), &help()))),
    }
}

/// The paragraphs of what clap says, but for its way to the help.
fn line(said: &str, help: &str) -> String {
    let said = said.trim().strip_prefix("error: ").unwrap_or(said);
    let paragraphs = said.split("\n\n").map(|paragraph| {
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ").replacen("Usage: ", "usage: ", 1)
    });
    let told: Vec<String> = paragraphs
        .filter(|words| !words.is_empty() && !words.starts_with("For more information"))
        .collect();
    format!("{}; `{help}` says more", told.join("; "))
}

/// What shows the help of the command that was meant.
fn help() -> String {
    let cli = Cli::command();
    let meant = std::env::args().nth(1).unwrap_or_default();
    match cli.find_subcommand(&meant) {
        Some(command) => format!("bts-guru {} --help", command.get_name()),
        None => "bts-guru --help".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn what_is_missing_unknown_or_wrong_is_one_line_that_says_so() {
        for (arguments, part) in [
            (&["bts-guru", "user:disable", "ana@example.com"][..], "--why <WHY>"),
            (&["bts-guru", "user:lists"], "user:lists"),
            (&["bts-guru", "serve", "--roles", "all"], "--roles"),
            (&["bts-guru", "serve", "--role", "king"], "all, web, worker"),
        ] {
            let error = Cli::try_parse_from(arguments).expect_err("is refused");
            let told = line(&error.render().to_string(), "bts-guru --help");
            assert!(!told.contains('\n') && told.contains(part), "{told}");
            assert!(!told.contains("For more information"), "{told}");
            assert!(told.ends_with("; `bts-guru --help` says more"), "{told}");
        }
    }
}
