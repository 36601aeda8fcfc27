//! Habits of pages, one at a time: `fixtures/page-cases.toml`, each a small page and how it reads.
//!
//! A page is written in the character set that its case names, read through [`document::examine`], and every field
//! that the case expects is compared.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use encoding_rs::WINDOWS_1258;
use serde::Deserialize;
use solieu::{
    document::{self, BlockKind, Dated, Document, Dropped, Pages},
    page::{MediaType, Page},
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    page: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// What the case is about, for who reads the file.
    #[allow(dead_code, reason = "for people")]
    why: String,
    html: String,
    url: Option<String>,
    /// What stands for `[[REPEAT]]`, and how many times.
    repeat: Option<(String, usize)>,
    /// What the page is written in, UTF-8 unless it says so.
    charset: Option<String>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    status: Option<String>,
    title: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    clock: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    source: Option<String>,
    rights: Option<String>,
    charset: Option<String>,
    paginated: Option<bool>,
    /// All of them but the headline.
    blocks: Option<Vec<String>>,
    /// Some of them.
    dropped: Option<Vec<String>>,
    notices: Option<Vec<String>>,
    /// Paths of some blocks, by how these begin.
    paths: Option<BTreeMap<String, String>>,
}

#[test]
fn habits_of_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = fs::read_to_string(root.join("fixtures/page-cases.toml")).expect("the cases");
    let cases: Cases = toml::from_str(&cases).expect("the cases are well formed");
    let pages = Pages::builtin().expect("the builtin words are sound").without_profiles();
    let mut wrong = String::new();
    for case in &cases.page {
        let (part, times) = case.repeat.clone().unwrap_or_default();
        let html = case.html.replace("[[REPEAT]]", &part.repeat(times));
        let bytes = written(&html, case.charset.as_deref());
        let mut page = Page::new(case.name.clone(), bytes, MediaType::Html);
        page.known.url.clone_from(&case.url);
        let (document, dropped) = document::examine(&page, &pages);
        compare(case, &document, &dropped, &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn compare(case: &Case, document: &Document, dropped: &[Dropped], wrong: &mut String) {
    let Case { name, expect, .. } = case;
    let found = &document.metadata;
    let mut check = |what: &str, expected: Option<&str>, found: &str| {
        // Half-composed text is stored as it came; the cases are written composed.
        if expected.is_some_and(|e| e != found.nfc().collect::<String>()) {
            let expected = expected.unwrap_or_default();
            writeln!(wrong, "{name}: {what}: expected {expected:?}, found {found:?}")
                .expect("a string takes all");
        }
    };
    let text = |v: &Option<String>| v.clone().unwrap_or_default();
    let blocks: Vec<String> = document
        .blocks
        .iter()
        .filter(|b| b.kind != BlockKind::Title)
        .map(|b| format!("{}: {}", kind(&b.kind), b.span.of(&document.text)))
        .collect();
    let notices: Vec<&str> = document.notices.iter().map(|n| n.code).collect();
    check("status", Some(expect.status.as_deref().unwrap_or("ok")), document.status.code());
    check("title", expect.title.as_deref(), &text(&found.title));
    check("published", expect.published.as_deref(), &date(found.published.as_ref()));
    check("modified", expect.modified.as_deref(), &date(found.modified.as_ref()));
    check("clock", expect.clock.as_deref(), &date(found.page_clock.as_ref()));
    check("publisher", expect.publisher.as_deref(), &text(&found.publisher));
    check("author", expect.author.as_deref(), &text(&found.author));
    check("source", expect.source.as_deref(), &text(&found.syndicated_from));
    check("rights", expect.rights.as_deref(), &text(&found.rights));
    check("charset", expect.charset.as_deref(), &text(&found.charset));
    check("paginated", expect.paginated.map(|p| p.to_string()).as_deref(), &found.paginated.to_string());
    check("blocks", expect.blocks.as_ref().map(|b| b.join("\n")).as_deref(), &blocks.join("\n"));
    check("notices", expect.notices.as_ref().map(|n| n.join(" ")).as_deref(), &notices.join(" "));
    let dropped: Vec<String> = dropped.iter().map(|d| format!("{}: {}", d.why.code(), d.text)).collect();
    for part in expect.dropped.iter().flatten() {
        check("dropped", (!dropped.contains(part)).then_some(part.as_str()), &dropped.join("\n"));
    }
    for (begin, path) in expect.paths.iter().flatten() {
        let block = document.blocks.iter().find(|b| b.span.of(&document.text).starts_with(begin.as_str()));
        check("path", Some(path), block.map_or("", |b| &b.path));
    }
}

fn kind(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Lead => "lead",
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list_item",
        BlockKind::Caption => "caption",
        BlockKind::Quote => "quote",
        BlockKind::Table(_) => "table",
        BlockKind::Furniture => "furniture",
    }
}

fn date(dated: Option<&Dated>) -> String {
    dated.map_or("-".to_owned(), |d| {
        let time = d.time.map(|t| format!(" {t}")).unwrap_or_default();
        let zone = d.offset_minutes.map(|m| format!(" {m:+}")).unwrap_or_default();
        format!("{d}{time}{zone} ({})", d.basis.code())
    })
}

/// `html` in the bytes of a character set; `[[E1]]` is one byte.
fn written(html: &str, charset: Option<&str>) -> Vec<u8> {
    match charset {
        None => with_bytes(html),
        Some("windows-1258") => html.chars().flat_map(half_composed).collect(),
        Some(name) => {
            let letters = letters_of(name);
            html.chars()
                .flat_map(|c| {
                    letters.get(&c).cloned().unwrap_or_else(|| {
                        vec![u8::try_from(c).expect("a letter of the set, or one of Latin-1")]
                    })
                })
                .collect()
        }
    }
}

fn with_bytes(html: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, piece) in html.split("[[").enumerate() {
        let Some((byte, rest)) = piece.split_once("]]").filter(|_| i > 0) else {
            out.extend_from_slice(piece.as_bytes());
            continue;
        };
        out.push(u8::from_str_radix(byte, 16).expect("two digits"));
        out.extend_from_slice(rest.as_bytes());
    }
    out
}

/// A letter as windows-1258 has it: with its hat or horn, the tone behind it.
fn half_composed(letter: char) -> Vec<u8> {
    let encode = |text: &str| {
        let (bytes, _, lossy) = WINDOWS_1258.encode(text);
        (!lossy).then(|| bytes.into_owned())
    };
    encode(letter.encode_utf8(&mut [0; 4])).unwrap_or_else(|| {
        const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        let (tones, rest): (Vec<char>, Vec<char>) = letter.nfd().partition(|c| TONES.contains(c));
        assert!(rest.iter().any(|c| !is_combining_mark(*c)), "{letter}");
        let whole: String = rest.into_iter().nfc().chain(tones).collect();
        encode(&whole).expect("a letter of windows-1258")
    })
}

/// The letters of an old set, from the table that the program reads them by.
fn letters_of(name: &str) -> BTreeMap<char, Vec<u8>> {
    let table = include_str!("../../src/document/legacy.tsv");
    let line =
        table.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix('\t')).expect("a set of the table");
    let letter = |item: &str| {
        let (hex, letter) = item.split_once('=')?;
        let bytes = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).ok());
        Some((letter.chars().next()?, bytes.collect::<Option<Vec<u8>>>()?))
    };
    line.split(' ').filter_map(letter).collect()
}
