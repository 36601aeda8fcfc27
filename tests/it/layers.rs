//! The house rules, held: who may import whom, who may print, how long a file may be.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Modules in the order of the data, each with those that it may use. `cli` may use everything, nothing may use `cli`.
const LAYERS: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("notice", &["span"]),
    ("page", &[]),
    ("archive", &["page"]),
    ("fetch", &["page", "archive"]),
    ("text", &["span", "notice"]),
    ("patterns", &["span", "text"]),
    ("document", &["page", "span", "notice", "text", "patterns"]),
    ("reading", &["span", "text", "patterns"]),
    ("quantity", &["span", "text", "patterns", "reading"]),
    ("context", &["span", "text", "patterns", "reading"]),
    ("figure", &["span", "document", "text", "patterns", "reading", "quantity", "context"]),
    (
        "record",
        &[
            "page", "span", "notice", "document", "text", "patterns", "reading", "quantity", "context",
            "figure",
        ],
    ),
    ("sink", &["record"]),
    ("score", &[]),
    (
        "pipeline",
        &[
            "page", "span", "notice", "document", "text", "patterns", "reading", "quantity", "context",
            "figure", "record",
        ],
    ),
    ("selftest", &["page", "patterns", "record", "pipeline"]),
];

/// What stands against the table for now, each with what is to be done.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Files that are too long for now: to be split.
const LONG: &[(&str, usize)] = &[];

/// Lines of code of a file, tests, comments and blank lines not counted.
const LONGEST: usize = 400;

/// Every source file below `src`, with the name of its module and its text without tests.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                let below = path.strip_prefix(&root).expect("it is below").to_owned();
                let first =
                    below.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).expect("UTF-8");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                files.push((below, first.trim_end_matches(".rs").to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// The text without comments, which may name anything.
fn code(text: &str) -> String {
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules that stand behind `crate::`, groups in braces included.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 0_i32;
        let mut start = true;
        for (i, c) in group.char_indices() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    found.insert(word(&group[i..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_are_read_in_every_form() {
    let code = "use crate::{\n  text::{a, crate_b},\n  span::Span, notice,\n};\nlet x = crate::page::Page;";
    assert_eq!(imports(code).into_iter().collect::<Vec<_>>(), ["notice", "page", "span", "text"]);
}

#[test]
fn nobody_imports_what_comes_later() {
    let mut wrong = Vec::new();
    for (path, module, text) in sources() {
        let code = code(&text);
        if matches!(module.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!(
                "src/{}: `{module}` has no place in LAYERS of tests/it/layers.rs",
                path.display()
            ));
            continue;
        };
        let fine = |used: &str| {
            used == module || allowed.contains(&used) || EXCEPTIONS.contains(&(module.as_str(), used))
        };
        for used in imports(&code).iter().filter(|used| !fine(used)) {
            wrong.push(format!("src/{}: `{module}` may not use `{used}`", path.display()));
        }
        if path.components().count() < 3 && code.contains("super::super") {
            wrong
                .push(format!("src/{}: `super::super` goes round the rule; write `crate::`", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints() {
    let macros = ["println!(", "print!(", "eprintln!(", "eprint!(", "dbg!("];
    for (path, module, text) in sources() {
        let prints = macros.iter().find(|m| code(&text).contains(*m));
        assert!(module == "cli" || prints.is_none(), "src/{}: {}", path.display(), prints.unwrap_or(&""));
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for (path, _, text) in sources() {
        let n_lines = code(&text).lines().filter(|l| !l.trim().is_empty()).count();
        let limit =
            LONG.iter().find(|(long, _)| path == Path::new(long)).map_or(LONGEST, |(_, limit)| *limit);
        if n_lines > limit {
            wrong.push(format!("src/{}: {n_lines} lines of code, at most {limit}", path.display()));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("src/{}: does not begin with //!", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
