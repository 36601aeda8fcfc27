//! Pages → documents: our own pages with snapshots, real pages with pinned readings.
//!
//! The real pages are not ours to publish; they lie beside the repository in `../shared/data/html` (or in
//! `$SOLIEU_SHARED/data/html`). `fixtures/real-pages.toml` says how each reads; where the pages are absent, that
//! test says so and passes.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use serde::Deserialize;
use solieu::{
    document::{self, BlockKind, Dated, Document, Pages, Status},
    page::{MediaType, Page},
    patterns::{Memo, Patterns},
    pipeline,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Document {
    static PAGES: LazyLock<Pages> =
        LazyLock::new(|| Pages::builtin().expect("the builtin words are sound").without_profiles());
    read_with(path, &PAGES)
}

fn read_with(path: &Path, pages: &Pages) -> Document {
    let bytes = fs::read(path).expect("the page is there");
    let text = path.extension().is_some_and(|e| e == "txt");
    let mut page =
        Page::new(path.display().to_string(), bytes, if text { MediaType::Text } else { MediaType::Html });
    if let Ok(sidecar) = fs::read_to_string(path.with_extension("toml")) {
        let sidecar: toml::Table = sidecar.parse().expect("a sidecar is TOML");
        page.known.url = sidecar.get("url").and_then(|u| u.as_str()).map(str::to_owned);
    }
    document::parse(&page, pages)
}

fn date(dated: Option<&Dated>) -> String {
    dated.map_or("-".to_owned(), |d| {
        let time = d.time.map(|t| format!(" {t}")).unwrap_or_default();
        let zone = d.offset_minutes.map(|m| format!(" {m:+}")).unwrap_or_default();
        format!("{d}{time}{zone} ({})", d.basis.code())
    })
}

/// What a reviewer reads: the head in lines, then each block under its kind.
fn render(document: &Document) -> String {
    let m = &document.metadata;
    let mut out = format!("status     {} {}\n", document.status.code(), document.reason);
    let text = |v: &Option<String>| v.as_deref().unwrap_or("-").to_owned();
    for (name, value) in [
        ("title", text(&m.title)),
        ("published", date(m.published.as_ref())),
        ("modified", date(m.modified.as_ref())),
        ("clock", date(m.page_clock.as_ref())),
        ("publisher", text(&m.publisher)),
        ("author", text(&m.author)),
        ("source", text(&m.syndicated_from)),
        ("section", text(&m.section)),
        ("charset", text(&m.charset)),
        ("paginated", m.paginated.to_string()),
    ] {
        writeln!(out, "{name:<10} {value}").expect("a string takes all");
    }
    for notice in &document.notices {
        writeln!(out, "notice     {}: {}", notice.code, notice.text).expect("a string takes all");
    }
    for block in &document.blocks {
        let words = block.span.of(&document.text);
        match &block.kind {
            BlockKind::Table(t) => {
                let note = t.unit_note.map_or("-", |n| n.of(&document.text));
                let size = format!(
                    "{}x{}, heads {}x{}, unit {note}",
                    t.rows, t.columns, t.head_rows, t.head_columns
                );
                writeln!(out, "\n[Table {size}]\n{words}").expect("a string takes all");
            }
            kind => writeln!(out, "\n[{kind:?}] {words}").expect("a string takes all"),
        }
    }
    out
}

#[test]
fn our_pages() {
    insta::glob!("../../fixtures/pages", "**/*.html", |path| {
        insta::assert_snapshot!(render(&read(path)));
    });
}

/// Spans ascend, do not overlap, lie on character boundaries and hold something.
#[test]
fn blocks_tile_the_text() {
    insta::glob!("../../fixtures/pages", "**/*.html", |path| {
        let document = read(path);
        let mut end = 0;
        for block in &document.blocks {
            assert!(block.span.start() >= end, "{}: {block:?}", path.display());
            assert!(!block.span.of(&document.text).trim().is_empty());
            assert!(block.under.is_none_or(|u| matches!(document.blocks[u].kind, BlockKind::Heading(_))));
            end = block.span.end();
        }
    });
}

/// A page that says only its month: relative words count from that month, days are not made up.
#[test]
fn a_month_of_publication_carries_relative_periods() {
    let html = "<title>Ninh Cường dệt chiếu</title><h1>Ninh Cường dệt 45.000 đôi chiếu</h1><div class=date>Tháng 5/2019</div>\
        <p>Tháng trước, làng nghề Ninh Cường bán được 12.400 đôi chiếu cói cho các chợ đầu mối trong vùng.</p>\
        <p>Hôm qua, hợp tác xã giao thêm 310 đôi chiếu cho khách đặt hàng từ trước ở thành phố.</p>";
    let page = Page::new("chieu", html.as_bytes().to_vec(), MediaType::Html);
    let patterns = Patterns::builtin().expect("the builtin patterns are sound");
    let read = pipeline::extract(&page, &patterns, &mut Memo::default());
    assert_eq!(date(read.document.metadata.published.as_ref()), "2019-05 (stamp)");
    let period = |number: &str| {
        let record = read.records.iter().find(|r| r.quote.exact.starts_with(number)).expect("a figure");
        record.period.as_ref().map(|p| p.value.clone())
    };
    assert_eq!(period("12.400").as_deref(), Some("2019-04"));
    assert_eq!(period("310"), None);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pinned {
    page: Vec<Reading>,
}

/// How a real page reads, by eye: few words, so that the pages are not copied.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    path: String,
    status: Option<String>,
    title: Option<String>,
    published: Option<String>,
    /// First words of the first block after the headline.
    first: Option<String>,
    /// Last words of the last block.
    last: Option<String>,
    /// Blocks after the headline.
    blocks: Option<usize>,
}

#[test]
fn real_pages() {
    let shared = env::var_os("SOLIEU_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let folder = shared.join("data/html");
    if !folder.is_dir() {
        eprintln!("skipped: the real pages are not here; set SOLIEU_SHARED to the folder that has data/html");
        return;
    }
    let pinned = fs::read_to_string(root().join("fixtures/real-pages.toml")).expect("the pinned readings");
    let pinned: Pinned = toml::from_str(&pinned).expect("the pinned readings are well formed");
    let mut wrong = String::new();
    // With the profiles of their sites and without, pages read the same.
    let profiles = Pages::builtin().expect("the builtin words and profiles are sound");
    let both = [("", profiles.clone().without_profiles()), (" with its profile", profiles)];
    for (reading, (how, pages)) in pinned.page.iter().flat_map(|r| both.iter().map(move |b| (r, b))) {
        let document = read_with(&folder.join(&reading.path), pages);
        let mut check = |what: &str, expected: Option<&str>, found: &str| {
            if expected.is_some_and(|e| e != found) {
                let expected = expected.unwrap_or_default();
                writeln!(wrong, "{}{how}: {what}: expected {expected:?}, found {found:?}", reading.path)
                    .expect("a string takes all");
            }
        };
        let body: Vec<&str> = document
            .blocks
            .iter()
            .filter(|b| b.kind != BlockKind::Title)
            .map(|b| b.span.of(&document.text).trim())
            .collect();
        let first: String = body.first().map_or(String::new(), |w| w.chars().take(30).collect());
        let last: String = body
            .last()
            .map_or(String::new(), |w| w.chars().skip(w.chars().count().saturating_sub(30)).collect());
        let status = document.status.code();
        check("status", Some(reading.status.as_deref().unwrap_or("ok")), status);
        check("title", reading.title.as_deref(), document.metadata.title.as_deref().unwrap_or_default());
        // A profile may say where to look for the same time.
        let published = date(document.metadata.published.as_ref());
        let pinned = reading.published.as_deref().map(|p| p.split(" (").next().unwrap_or(p));
        let by_profile = published.strip_suffix(" (site_profile)");
        check(
            "published",
            by_profile.map_or(reading.published.as_deref(), |_| pinned),
            by_profile.unwrap_or(&published),
        );
        check("first words", reading.first.as_deref(), &first);
        check("last words", reading.last.as_deref(), &last);
        check("blocks", reading.blocks.map(|n| n.to_string()).as_deref(), &body.len().to_string());
        // Old layouts have no profile; a page of a layout that has one must match it.
        let unmatched = document.notices.iter().any(|n| n.code == "profile_unmatched");
        assert!(!unmatched || reading.path.contains("2012") || status != "ok", "{}", reading.path);
        assert!(document.status != Status::NotAnArticle || document.blocks.len() <= 1);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
