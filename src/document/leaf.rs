//! The leaf of a calendar: a day of publication whose parts stand in elements of their own.
//!
//! In: the runs beside the headline. Out: the [`Stamp`] that the parts make together, and the runs they fill. A leaf holds
//! a day, a month and a year and nothing else; a year has four digits; a leaf without a year is none.
//!
//! Worked example: `<div><b>12</b><i>Tháng 3</i><i>2021</i></div>` is 2021-03-12, and so is
//! `<div><b>12</b><br><small>03/2021</small></div>`.

use std::ops::Range;

use super::{
    dateline::{self, Stamp},
    flat::{Flat, Tag},
    hints,
    runs::Runs,
};

/// Runs before and behind the headline that may be a leaf.
const AROUND: usize = 6;
/// Elements between a part and the leaf around it.
const HIGHEST: usize = 4;
/// Day, month and year, and a weekday.
const MOST_PARTS: usize = 4;
/// Bytes of the longest leaf: `Chủ nhật 12 Tháng Mười Hai 2021`.
const LONGEST: usize = 48;

/// The first leaf near the run `anchor`, and the runs that are its parts.
pub(super) fn beside(
    flat: &Flat<'_>,
    runs: &Runs,
    bits: &[u32],
    anchor: usize,
) -> Option<(Range<usize>, Stamp)> {
    let title = runs.runs.get(anchor)?.first;
    // The leaf of a header is that of today, unless it is the header of the article.
    let is_in_header = |first: u32| {
        bits[first as usize] & (hints::HEADER | hints::NAVIGATION) != 0
            || flat.ancestors(first).any(|a| {
                let node = &flat.nodes[a as usize];
                node.tag == Tag::Header && !(a..node.end).contains(&title)
            })
    };
    let around = anchor.saturating_sub(AROUND)..(anchor + AROUND).min(runs.runs.len());
    around.filter(|i| *i != anchor).find_map(|i| {
        let run = &runs.runs[i];
        // Most runs are longer than a leaf, or begin with a word.
        let words = runs.text(run);
        if words.len() > LONGEST || !words.bytes().any(|b| b.is_ascii_digit()) || is_in_header(run.first) {
            return None;
        }
        flat.ancestors(run.first).take(HIGHEST).find_map(|around| {
            let stamp = read(&parts(flat, around)?)?;
            Some((runs.range(around, flat.nodes[around as usize].end), stamp))
        })
    })
}

/// The texts inside an element, if they are few and short.
fn parts<'t>(flat: &'t Flat<'_>, around: u32) -> Option<Vec<&'t str>> {
    let inside = &flat.nodes[around as usize + 1..flat.nodes[around as usize].end as usize];
    let mut parts = Vec::new();
    let mut length = 0;
    for node in inside.iter().filter(|node| node.tag == Tag::Text) {
        let text = node.text.trim_matches(|c: char| c.is_whitespace() || "/-.,|–".contains(c));
        if text.is_empty() {
            continue;
        }
        parts.push(text);
        length += text.len();
        if parts.len() > MOST_PARTS || length > LONGEST {
            return None;
        }
    }
    (parts.len() >= 2).then_some(parts)
}

/// The day that the parts say together, if they say nothing else.
fn read(parts: &[&str]) -> Option<Stamp> {
    let numbers = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"/-.".contains(&b));
    let mark = if parts.iter().all(|part| numbers(part)) { "/" } else { " " };
    let line = parts.join(mark).replace("//", "/");
    let stamp = dateline::stamps(&line).into_iter().next()?;
    (stamp.range == (0..line.len())).then_some(stamp)
}
