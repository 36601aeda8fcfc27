//! The words of a text that the pattern files know: which entries read them, and which stand inside a longer one.

use std::{fmt::Write, ops::Range};

use solieu::{
    document::Document,
    patterns::{Memo, Patterns},
    reading::Reading,
};

/// Entries that are named for one stretch of words; the rest is counted.
const SHOWN: usize = 3;

/// A line for each stretch of words that is a term of some entry.
pub(super) fn table(document: &Document, patterns: &Patterns) -> String {
    let mut out = String::new();
    let mut memo = Memo::default();
    for block in &document.blocks {
        let reading = Reading::new(block.span.of(&document.text), block.span.start(), patterns, &mut memo);
        for span in stretches(&reading) {
            let words = reading.text_of(&span);
            let entries = entries(&reading, &span, patterns);
            let inside = longest_around(&reading, &span);
            let inside = inside.map_or_else(String::new, |s| format!("inside `{}`: ", reading.text_of(&s)));
            let _ = writeln!(out, "  {words:<20} {inside}{entries}");
        }
    }
    out
}

/// Token ranges of the hits, in order, each once.
fn stretches(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let mut spans: Vec<_> = reading.hits.iter().map(|hit| hit.start as usize..hit.end as usize).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans.dedup();
    spans
}

/// The longest stretch that holds this one and more: where both mean the same kind of thing, that one wins.
fn longest_around(reading: &Reading<'_>, span: &Range<usize>) -> Option<Range<usize>> {
    let spans = reading.hits.iter().map(|hit| hit.start as usize..hit.end as usize);
    let longer = spans.filter(|s| s.start <= span.start && span.end <= s.end && s.len() > span.len());
    longer.max_by_key(Range::len)
}

/// Kind, id, file and line of the entries that read a stretch.
fn entries(reading: &Reading<'_>, span: &Range<usize>, patterns: &Patterns) -> String {
    let hits = reading.hits.iter().filter(|h| h.start as usize == span.start && h.end as usize == span.end);
    let mut names: Vec<String> = Vec::new();
    for hit in hits {
        let entry = patterns.entry(hit.entry);
        let name = format!("{} {} ({}:{})", entry.kind, entry.id, entry.file, entry.line);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    names.truncate(SHOWN);
    names.join(", ") + &more
}
