//! How fast each stage is, on one core, over 20 MB of news.
//!
//! `cargo bench` prints megabytes of text per second for each stage by itself and for the whole road. The corpus is not
//! part of the project; where it is absent, nothing is measured, and a message says so.

#![allow(clippy::print_stderr, reason = "a bench that cannot run says why")]

use std::{io::Read, path::Path, sync::OnceLock};

use divan::{Bencher, black_box, counter::BytesCount};
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

fn main() {
    if corpus().is_empty() {
        eprintln!("nothing is measured: {CORPUS} is not here");
        return;
    }
    divan::main();
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

/// The bytes of all pages.
fn bytes() -> BytesCount {
    BytesCount::new(corpus().iter().map(|p| p.bytes.len()).sum::<usize>())
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_document(bencher: Bencher) {
    bencher.counter(bytes()).bench(|| {
        for page in corpus() {
            black_box(document::parse(page, &Sites::default()));
        }
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn b_normalise_and_tokenise(bencher: Bencher) {
    documents();
    bencher.counter(bytes()).bench(|| {
        let mut tokens = Vec::new();
        for (text, base) in blocks() {
            let text = normalize(text, base);
            tokens.clear();
            tokenize(text.norm(), &mut tokens);
            black_box(&tokens);
        }
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn c_reading(bencher: Bencher) {
    documents();
    patterns();
    bencher.counter(bytes()).bench(|| {
        let mut memo = Memo::default();
        for (text, base) in blocks() {
            black_box(Reading::new(text, base, patterns(), &mut memo));
        }
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn z_the_whole_road(bencher: Bencher) {
    patterns();
    bencher.counter(bytes()).bench(|| {
        let mut memo = Memo::default();
        for page in corpus() {
            black_box(pipeline::extract(page, patterns(), &mut memo));
        }
    });
}
