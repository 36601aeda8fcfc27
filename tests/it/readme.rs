//! What the README shows is what the program prints: its commands, its record, its table of sentences.
//!
//! `UPDATE_README=1 cargo test --test it readme` writes today's output of the commands into it; read the difference before you
//! commit it.

use std::{fmt::Write, fs, path::Path, process::Command};

use serde_json::Value;
use solieu::{
    page::{MediaType, Page},
    patterns::{Example, Memo},
    pipeline,
    selftest::{self, Read},
};

use crate::cases::patterns;

/// Files that the commands of the README name and that the project does not have.
const FILES: [(&str, &str); 2] = [
    ("trang/bai-1.txt", "Năm 2020, toàn tỉnh có 12.450 hộ nghèo.\n"),
    ("nguon.csv", "document,url,published,publisher,place\nbai-1.txt,,24/01/2021,bao-tinh.example,Hà Nội\n"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README with the output of every command in its console blocks as it is today.
fn shown_today(readme: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name);
    for (name, text) in FILES {
        fs::create_dir_all(place(name).parent().expect("a folder")).expect("a folder");
        fs::write(place(name), text).expect("a file");
    }
    for page in walkdir::WalkDir::new(root().join("fixtures")).sort_by_file_name() {
        let page = page.expect("an entry");
        let below = place("fixtures").join(page.path().strip_prefix(root().join("fixtures")).expect("below"));
        if page.file_type().is_dir() {
            fs::create_dir_all(below).expect("a folder");
        } else {
            fs::copy(page.path(), below).expect("a file");
        }
    }
    let mut parts = readme.split("```console\n");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (block, rest) = part.split_once("```").expect("a block ends");
        out += "```console\n";
        for command in block.lines().filter_map(|l| l.strip_prefix("$ solieu ")) {
            let _ = write!(out, "$ solieu {command}\n{}", printed(folder.path(), command));
        }
        out += "```";
        out += rest;
    }
    out
}

/// What a command prints, data before talk.
fn printed(folder: &Path, command: &str) -> String {
    // Every second piece is in quotes.
    let pieces = command.split('"').enumerate();
    let arguments = pieces.flat_map(|(i, piece)| {
        if i % 2 == 1 {
            vec![piece.to_owned()]
        } else {
            piece.split_whitespace().map(str::to_owned).collect()
        }
    });
    let mut program = Command::new(env!("CARGO_BIN_EXE_solieu"));
    program.current_dir(folder).args(arguments).env_remove("COLUMNS");
    let output = program.output().expect("the program starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    let text = text.trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// Lines of pattern files move with every entry before them: only what stands there is compared.
fn without_line_numbers(text: &str) -> String {
    let mut pieces = text.split(".toml:");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out += ".toml:";
        out += piece.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out
}

#[test]
fn commands_print_what_is_shown() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README");
    let today = shown_today(&readme);
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &today).expect("it can be written");
        return;
    }
    let (readme, today) = (without_line_numbers(&readme), without_line_numbers(&today));
    let different: Vec<_> =
        readme.lines().zip(today.lines()).filter(|(shown, now)| shown != now).take(3).collect();
    assert!(
        readme == today,
        "README.md shows other output than the program prints, for example (shown, today): {different:#?}\n\
         write today's into it: UPDATE_README=1 cargo test --test it readme"
    );
}

fn read(text: &str) -> Read {
    let mut page = Page::new("readme", text.as_bytes().to_vec(), MediaType::Text);
    page.known.published = Some("2023-10-12".parse().expect("a date"));
    let found = pipeline::extract(&page, patterns(), &mut Memo::default());
    Read { records: found.records, rejected: found.rejected }
}

#[test]
fn the_record_is_read_in_the_sentence_above_it() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let sentence = readme.lines().find_map(|l| l.strip_prefix("> ")).expect("a sentence is quoted");
    let shown =
        readme.split("```json\n").nth(1).and_then(|s| s.split("```").next()).expect("a record is shown");
    let shown: Value = serde_json::from_str(shown).expect("JSON");
    let record = serde_json::to_value(&read(sentence).records[0]).expect("JSON");
    assert_within(&shown, &record);
}

/// Whether all that is shown is in the record.
fn assert_within(shown: &Value, record: &Value) {
    match shown.as_object() {
        Some(fields) => fields.iter().for_each(|(key, value)| assert_within(value, &record[key])),
        None => assert_eq!(shown, record),
    }
}

/// `| what | sentence | quote: value 38.4, unit percent · … |`
#[test]
fn the_table_of_sentences_is_read_as_it_says() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let table = readme.split("| what | sentence | read as |").nth(1).expect("there is a table");
    let mut wrong = Vec::new();
    for row in table.lines().skip(2).take_while(|l| l.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (mut expect, mut rejected) = (Vec::new(), Vec::new());
        for said in cells[3].split(" · ") {
            let (at, fields) =
                said.trim_start_matches('`').split_once("`: ").expect("a quote and its fields");
            let mut wanted = toml::Table::from_iter([("at".to_owned(), at.into())]);
            for field in fields.split(", ") {
                let (key, value) = field.split_once(' ').expect("a name and a value");
                wanted.insert(key.to_owned(), value.into());
            }
            if wanted.contains_key("class") { &mut rejected } else { &mut expect }.push(wanted);
        }
        let text = cells[2].to_owned();
        let more = true;
        let example = Example {
            text: text.clone(),
            date: None,
            place: None,
            expect,
            rejected,
            more,
            why: None,
            span: 0..0,
        };
        wrong.extend(
            selftest::mismatches(&example, &read(&text)).into_iter().map(|m| format!("{text}\n  {m}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
