//! How fast each stage is, on one core, over 20 MB of news.
//!
//! `cargo bench` prints, for each stage by itself and for the whole road, the megabytes of text per second of processor
//! time: the clock on the wall would measure what else the machine does. `cargo bench -- reading` runs the stages whose
//! name holds that word. The corpus is not part of the project; where it is absent, a message says so.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints what it measured, or why it did not"
)]
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "speeds are no printed figures")]

use std::{
    env, fs,
    hint::black_box,
    io::Read,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::{Duration, Instant},
};

use solieu::{
    context::{lookalike, period, place},
    document::{self, Document, Pages},
    page::{MediaType, Page},
    patterns::{Memo, Patterns},
    pipeline, quantity,
    reading::Reading,
    text::{normalize, token::tokenize},
};

/// Texts of 2017, a line of U+001E between two.
const CORPUS: &str = "../shared/data/corpus/news-20mb.txt.gz";

/// Pages of markup.
const PAGES: &str = "../shared/data/html";

/// Rounds of each stage; the fastest counts.
const ROUNDS: usize = 5;

/// A stage that takes longer is measured once.
const PATIENCE: Duration = Duration::from_secs(5);

/// A stage by itself, over the whole corpus.
type Stage = (&'static str, fn() -> Duration);

const STAGES: &[Stage] = &[
    ("document", document_stage),
    ("normalise and tokenise", token_stage),
    ("reading", reading_stage),
    ("look-alikes", look_alike_stage),
    ("periods", period_stage),
    ("quantities", quantity_stage),
    ("places", place_stage),
    ("the whole road", whole),
];

fn main() {
    html();
    if corpus().is_empty() {
        eprintln!("nothing is measured: {CORPUS} is not here");
        return;
    }
    let n_bytes: usize = corpus().iter().map(|p| p.bytes.len()).sum();
    println!("{} texts, {:.1} MB, one core, fastest of {ROUNDS}", corpus().len(), n_bytes as f64 / 1e6);
    documents();
    patterns();
    // Cargo adds `--bench`.
    let words: Vec<String> = env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    for (name, stage) in STAGES.iter().filter(|(name, _)| words.iter().all(|w| name.contains(w.as_str()))) {
        let first = stage();
        let rounds = if first > PATIENCE { 0 } else { ROUNDS - 1 };
        let fastest = (0..rounds).map(|_| stage()).min().unwrap_or(first).min(first);
        println!("{name:<24} {:>7.1} MB/s", n_bytes as f64 / 1e6 / fastest.as_secs_f64());
    }
}

/// The document stage over pages of markup, beside the bare parse, which it cannot do without: `SOLIEU_PAGES` names a
/// folder of pages.
fn html() {
    let folder = env::var_os("SOLIEU_PAGES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGES), PathBuf::from);
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|f| f.path().extension().is_some_and(|e| e == "html"));
    let pages: Vec<Page> =
        files.filter_map(|f| Some(Page::new("page", fs::read(f.path()).ok()?, MediaType::Html))).collect();
    if pages.is_empty() {
        eprintln!("no pages are measured: set SOLIEU_PAGES to a folder of them");
        return;
    }
    let n_bytes: usize = pages.iter().map(|p| p.bytes.len()).sum();
    let best = |work: &dyn Fn(&Page)| {
        let round = || time(|| pages.iter().for_each(work));
        (0..ROUNDS).map(|_| round()).min().unwrap_or_default().as_secs_f64()
    };
    let ours = best(&|page| drop(black_box(document::parse(page, guide()))));
    let bare = best(&|page| {
        drop(black_box(scraper::Html::parse_document(&String::from_utf8_lossy(&page.bytes))));
    });
    let (n, mb) = (pages.len() as f64, n_bytes as f64 / 1e6);
    println!(
        "{n} pages, {mb:.1} MB: {:.0} pages/s, {:.1} MB/s, {:.2} times the bare parse",
        n / ours,
        mb / ours,
        ours / bare
    );
}

/// The words of pages, without profiles.
fn guide() -> &'static Pages {
    static PAGES: OnceLock<Pages> = OnceLock::new();
    PAGES.get_or_init(|| Pages::builtin().expect("the builtin words are sound").without_profiles())
}

/// Processor time that `work` takes; where the system does not tell it, time on the wall.
fn time(work: impl FnOnce()) -> Duration {
    let (clock, before) = (Instant::now(), processor_time());
    work();
    match (before, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => clock.elapsed(),
    }
}

/// What this thread has used so far.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().map(Duration::from_nanos).ok()
}

/// The pages of the corpus; none where it is absent.
fn corpus() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS);
        let Ok(file) = std::fs::File::open(path) else { return Vec::new() };
        let mut text = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("the corpus is gzip and UTF-8");
        let pages = text.split('\u{1e}').map(str::trim).filter(|t| !t.is_empty()).enumerate();
        pages.map(|(n, t)| Page::new(n.to_string(), t.as_bytes().to_vec(), MediaType::Text)).collect()
    })
}

fn documents() -> &'static [Document] {
    static DOCUMENTS: OnceLock<Vec<Document>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| corpus().iter().map(|page| document::parse(page, guide())).collect())
}

fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| Patterns::builtin().expect("the built-in pattern files are good"))
}

/// Text and place of the blocks of a document.
fn blocks(document: &Document) -> impl Iterator<Item = (&str, usize)> {
    document.blocks.iter().map(|b| (b.span.of(&document.text), b.span.start()))
}

fn document_stage() -> Duration {
    time(|| {
        for page in corpus() {
            black_box(document::parse(page, guide()));
        }
    })
}

fn token_stage() -> Duration {
    time(|| {
        let mut tokens = Vec::new();
        for document in documents() {
            for (text, base) in blocks(document) {
                let text = normalize(text, base);
                tokens.clear();
                tokenize(text.norm(), &mut tokens);
                black_box(&tokens);
            }
        }
    })
}

/// Tokens, sentences and terms: contains the stage before.
fn reading_stage() -> Duration {
    let mut memo = Memo::default();
    time(|| {
        for document in documents() {
            for (text, base) in blocks(document) {
                black_box(Reading::new(text, base, patterns(), &mut memo));
            }
        }
    })
}

fn look_alike_stage() -> Duration {
    over_readings(|reading, ()| drop(black_box(lookalike::find(reading, patterns()))), |_| ())
}

fn period_stage() -> Duration {
    over_readings(|reading, taken| drop(black_box(period::find(reading, &taken, patterns()))), taken)
}

fn quantity_stage() -> Duration {
    over_readings(
        |reading, taken| {
            drop(black_box(quantity::find(reading, &taken, quantity::Style::default(), patterns())));
        },
        taken,
    )
}

fn place_stage() -> Duration {
    over_readings(|reading, ()| drop(black_box(place::find(reading, patterns()))), |_| ())
}

fn whole() -> Duration {
    let mut memo = Memo::default();
    time(|| {
        for page in corpus() {
            black_box(pipeline::extract(page, patterns(), &mut memo));
        }
    })
}

/// The tokens that look-alikes have.
fn taken(reading: &Reading<'_>) -> Vec<bool> {
    lookalike::taken(&lookalike::find(reading, patterns()), reading.tokens.len())
}

/// Times `stage` alone: readings, and what `before` makes of them, are made outside.
fn over_readings<T>(stage: impl Fn(&Reading<'_>, T), before: impl Fn(&Reading<'_>) -> T) -> Duration {
    let mut memo = Memo::default();
    let mut sum = Duration::ZERO;
    for document in documents() {
        let read = |(text, base)| {
            let reading = Reading::new(text, base, patterns(), &mut memo);
            let made = before(&reading);
            (reading, made)
        };
        let readings: Vec<_> = blocks(document).map(read).collect();
        sum += time(|| readings.into_iter().for_each(|(reading, made)| stage(&reading, made)));
    }
    sum
}
