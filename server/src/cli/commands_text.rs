//! `/docs/commands` is what the parser says: `http/docs/text/commands.md` is made here, and HTTP, which
//! stands below, serves it.

use super::Cli;
use clap::{Arg, Command, CommandFactory, Parser};
use std::{fmt::Write, fs, path::Path};

const INTRO: &str = "# Commands

What `bts-guru` can do. `bts-guru --help` lists the commands, and `bts-guru COMMAND --help` says of one what \
stands here. Exit codes: 0 done, 1 failed, 2 bad usage or configuration, in which case one line says which \
setting and how to mend it. Settings come from the environment, then `.env`, then the defaults in \
`.env.example`.
";

/// What marks the example at the end of a command's help.
const EXAMPLE: &str = "Example: ";

/// The commands of the program, as they are called.
fn commands() -> Vec<Command> {
    let mut cli = Cli::command();
    cli.build();
    cli.get_subcommands().filter(|command| command.get_name() != "help").cloned().collect()
}

fn example(command: &Command) -> String {
    let name = command.get_name();
    let help = command.get_after_help().map(ToString::to_string);
    let help = help.unwrap_or_else(|| panic!("{name} has no example: give it one in after_help"));
    let example = help.strip_prefix(EXAMPLE).map(str::to_owned);
    example.unwrap_or_else(|| panic!("the help of {name} ends in no “{EXAMPLE}”"))
}

fn text() -> String {
    commands().into_iter().fold(INTRO.to_owned(), |text, command| text + &section(command))
}

fn section(mut command: Command) -> String {
    let usage = command.render_usage().to_string();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut text = format!(
        "\n## {}\n\n{about}.\n\n```sh\n{}\n```\n",
        command.get_name(),
        usage.strip_prefix("Usage: ").unwrap_or(&usage)
    );
    let arguments: Vec<&Arg> =
        command.get_arguments().filter(|argument| argument.get_id() != "help").collect();
    if !arguments.is_empty() {
        text.push_str("\n| Argument | Meaning |\n| --- | --- |\n");
    }
    for argument in arguments {
        writeln!(text, "| `{argument}` | {} |", meaning(argument))
            .expect("a string takes any text");
    }
    writeln!(text, "\nFor example: `{}`", example(&command)).expect("a string takes any text");
    text
}

fn meaning(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let mut text = format!("{help}.");
    if argument.get_action().takes_values() {
        let choices: Vec<String> =
            argument.get_possible_values().iter().map(|v| format!("`{}`", v.get_name())).collect();
        if !choices.is_empty() {
            text.push_str(&format!(" One of {}.", choices.join(", ")));
        }
        for value in argument.get_default_values() {
            text.push_str(&format!(" `{}` when left out.", value.to_string_lossy()));
        }
    }
    if argument.is_required_set() && !argument.is_positional() {
        text.push_str(" Required.");
    }
    text.replace('|', "\\|")
}

#[test]
fn the_page_of_commands_is_what_the_parser_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/docs/text/commands.md");
    let made = text();
    if std::env::var_os("WRITE_COMMANDS").is_some() {
        fs::write(&file, &made).expect("is written");
    }
    let kept = fs::read_to_string(&file).expect("is text");
    let differs = made.lines().zip(kept.lines()).find(|(made, kept)| made != kept);
    assert!(
        made == kept,
        "text/commands.md is not what the parser says ({differs:?}); this writes it anew:\n\
         WRITE_COMMANDS=1 cargo test -p server --lib cli::commands_text"
    );
}

#[test]
fn every_example_of_a_command_is_a_command() {
    for command in commands() {
        let example = example(&command);
        // The one quoted argument of an example is its last.
        let (plain, quoted) = match example.split_once('\'') {
            Some((plain, rest)) => (plain, rest.strip_suffix('\'')),
            None => (example.as_str(), None),
        };
        let words = plain.split_whitespace().chain(quoted);
        let read = Cli::try_parse_from(words).map(|_| ());
        assert!(read.is_ok(), "{example}: {read:?}");
        assert_eq!(example.split_whitespace().nth(1), Some(command.get_name()));
    }
}
