//! The house keeps its floors: each folder imports only what stands below it in this list, so there
//! is no circle between folders and no import that goes up.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every folder and file at the top of `src`, from the ground up. Within a floor the order is that of
/// the rules themselves: who may stand on whom.
const FROM_THE_GROUND_UP: &[&str] = &[
    // The platform: databases, Redis, letters, settings, logs, clocks.
    "clock",
    "credentials",
    "net",
    "config",
    "telemetry",
    "redis",
    "store",
    "mail",
    "error",
    // The domain: rules, without HTTP.
    "gateway",
    "limits",
    "queue",
    "audit",
    "usage",
    "ingest",
    "realtime",
    "accounts",
    "jobs",
    // What handlers get.
    "app",
    // Everything that knows HTTP.
    "http",
    // The process.
    "runtime",
    "cli",
];

/// What belongs to no floor: the crate itself, and what only tests see.
const BESIDE: &[&str] = &["lib", "main", "floors", "servers"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The first word of every path below `crate::`, comments left out.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        let rest = &code[at + mark.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_words(group)),
            None => found.extend(word(rest)),
        }
    }
    found
}

/// The first word of each branch of a group, up to its closing brace.
fn first_words(group: &str) -> Vec<String> {
    let (mut depth, mut found, mut begins) = (0, Vec::new(), true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if begins && !letter.is_whitespace() => {
                found.extend(word(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

fn floor_of(name: &str) -> Option<usize> {
    FROM_THE_GROUND_UP.iter().position(|floor| *floor == name)
}

#[test]
fn no_import_goes_up() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    let mut wrong = Vec::new();
    for path in &found {
        let inside = path.strip_prefix(&source).expect("lies in src").with_extension("");
        let home = inside.iter().next().and_then(|name| name.to_str()).expect("has a name");
        if BESIDE.contains(&home) {
            continue;
        }
        let Some(floor) = floor_of(home) else {
            wrong.push(format!("{home} has no floor yet: give it one in src/floors.rs"));
            continue;
        };
        let text = fs::read_to_string(path).expect("is text");
        for name in imports(&text) {
            if floor_of(&name).is_some_and(|below| below > floor) {
                wrong.push(format!(
                    "{} imports {name}, which stands above {home}",
                    inside.display()
                ));
            }
        }
    }
    assert!(found.len() > 100, "only {} files were read", found.len());
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn imports_are_read_in_every_spelling() {
    let text = "use crate::{\n    store::{Board, Entry},\n    app::AppState,\n};\n\
                // crate::http is only talked of\nfn f() -> crate::usage::Row {}";
    let expected = ["app", "store", "usage"].map(str::to_owned);
    assert_eq!(imports(text), BTreeSet::from(expected));
}
