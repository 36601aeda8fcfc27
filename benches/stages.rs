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
    path::Path,
    sync::OnceLock,
    time::{Duration, Instant},
};

use solieu::{
    document::{self, Document, Sites},
    page::{MediaType, Page},
    patterns::{Memo, Patterns},
    pipeline,
    reading::Reading,
    text::{normalize, token::tokenize},
};

/// Texts of 2017, a line of U+001E between two.
const CORPUS: &str = "../shared/data/corpus/news-20mb.txt.gz";

/// Rounds of each stage; the fastest counts.
const ROUNDS: usize = 5;

/// A stage by itself, over the whole corpus.
type Stage = (&'static str, fn());

const STAGES: &[Stage] = &[
    ("document", document_stage),
    ("normalise and tokenise", token_stage),
    ("reading", reading_stage),
    ("the whole road", whole),
];

fn main() {
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
        let fastest = (0..ROUNDS).map(|_| time(*stage)).min().unwrap_or_default();
        println!("{name:<24} {:>7.1} MB/s", n_bytes as f64 / 1e6 / fastest.as_secs_f64());
    }
}

/// Processor time that `stage` takes; where the system does not tell it, time on the wall.
fn time(stage: fn()) -> Duration {
    let (clock, before) = (Instant::now(), processor_time());
    stage();
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
    DOCUMENTS.get_or_init(|| corpus().iter().map(|page| document::parse(page, &Sites::default())).collect())
}

fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| Patterns::builtin().expect("the built-in pattern files are good"))
}

/// Text and place of every block of the corpus.
fn blocks() -> impl Iterator<Item = (&'static str, usize)> {
    documents().iter().flat_map(|d| d.blocks.iter().map(|b| (b.span.of(&d.text), b.span.start())))
}

fn document_stage() {
    for page in corpus() {
        black_box(document::parse(page, &Sites::default()));
    }
}

fn token_stage() {
    let mut tokens = Vec::new();
    for (text, base) in blocks() {
        let text = normalize(text, base);
        tokens.clear();
        tokenize(text.norm(), &mut tokens);
        black_box(&tokens);
    }
}

/// Tokens, sentences and terms: contains the stage before.
fn reading_stage() {
    let mut memo = Memo::default();
    for (text, base) in blocks() {
        black_box(Reading::new(text, base, patterns(), &mut memo));
    }
}

fn whole() {
    let mut memo = Memo::default();
    for page in corpus() {
        black_box(pipeline::extract(page, patterns(), &mut memo));
    }
}
