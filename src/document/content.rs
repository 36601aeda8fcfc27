//! Which part of the page is the article.
//!
//! In: [`Flat`] and [`Runs`]. Out: [`Content`]: the element that holds the article and, for each run, whether it
//! is kept. Every run has a weight: its length if it reads like text, less than nothing if it is links or
//! furniture. The article is the element with the greatest sum; within it, runs are kept or dropped one by one.
//!
//! Worked example: in `<div id=main><div id=left><p>Có 1.846.011 người.</p></div><div><a>Tin khác</a></div></div>`
//! the paragraph weighs something, the link less than nothing, and `left` has the greatest sum.

use super::{
    flat::{Flat, Tag},
    furniture::{self, LineKind},
    hints,
    runs::{Run, Runs, inherited},
};

/// The article's place.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// The element that holds it.
    pub(super) root: u32,
    /// For each run, whether it is kept.
    pub(super) kept: Vec<bool>,
    /// For each node, the hints of itself and its ancestors, void ones left out.
    pub(super) hints: Vec<u32>,
}

/// Finds the article.
pub(super) fn find(flat: &Flat<'_>, runs: &Runs) -> Content {
    let good = prose_per_node(flat, runs);
    let total = good.first().copied().unwrap_or(0).max(1);
    let hints = inherited(flat, |node| good[node as usize] * 5 >= total * 2);
    let weights: Vec<i64> = runs.runs.iter().map(|run| weight(flat, runs, run, &hints)).collect();
    let root = heaviest(flat, runs, &weights);
    let kept = keep(flat, runs, &weights, &hints, root);
    Content { root, kept, hints }
}

/// Characters of prose under every node, whatever its class says.
fn prose_per_node(flat: &Flat<'_>, runs: &Runs) -> Vec<i64> {
    let mut sums = vec![0i64; flat.nodes.len()];
    for run in &runs.runs {
        if run.n_link * 3 < run.n_chars && run.n_chars >= 80 {
            sums[run.first as usize] += i64::from(run.n_chars);
        }
    }
    add_up(flat, &mut sums);
    sums
}

/// Turns values at nodes into sums over subtrees.
fn add_up(flat: &Flat<'_>, sums: &mut [i64]) {
    for index in (1..flat.nodes.len()).rev() {
        let parent = flat.nodes[index].parent as usize;
        if parent != index {
            sums[parent] += sums[index];
        }
    }
}

/// How much a run speaks for its element.
fn weight(flat: &Flat<'_>, runs: &Runs, run: &Run, hints: &[u32]) -> i64 {
    let n = i64::from(run.n_chars);
    let link = i64::from(run.n_link);
    let bits = hints[run.first as usize];
    let text = runs.text(run);
    if bits & hints::HIDDEN != 0 {
        return -n / 4;
    }
    let prose = n >= 50 && (furniture::is_sentence(text) || n >= 120);
    let against = (bits & hints::AGAINST).count_ones();
    if against > 0 {
        return if prose && link * 3 < n { -n / 2 } else { -10 - n / 2 };
    }
    if link * 2 > n {
        return -10 - link.min(100);
    }
    if furniture::line_kind(text) != LineKind::Content {
        return -20;
    }
    let tag = flat.nodes[run.node as usize].tag;
    let body = if bits & hints::BODY != 0 { n / 4 } else { 0 };
    match tag {
        _ if prose => n - 3 * link / 2 + body,
        Tag::Paragraph | Tag::Quote | Tag::Preformatted => n / 2 - link + body,
        Tag::Heading(_) | Tag::FigureCaption | Tag::Caption => 0,
        Tag::Cell | Tag::HeadCell => 2,
        _ if n < 25 => -5,
        _ => body,
    }
}

/// The deepest element with the greatest sum of weights.
fn heaviest(flat: &Flat<'_>, runs: &Runs, weights: &[i64]) -> u32 {
    let mut sums = vec![0i64; flat.nodes.len()];
    for (run, weight) in runs.runs.iter().zip(weights) {
        sums[run.first as usize] += weight;
    }
    add_up(flat, &mut sums);
    let mut best = (0u32, i64::MIN);
    for (index, node) in flat.nodes.iter().enumerate() {
        if node.element.is_some() && node.tag.is_block() && sums[index] >= best.1 {
            best = (index as u32, sums[index]);
        }
    }
    best.0
}

/// Which runs of the root are kept.
fn keep(flat: &Flat<'_>, runs: &Runs, weights: &[i64], hints: &[u32], root: u32) -> Vec<bool> {
    let end = flat.nodes.get(root as usize).map_or(0, |n| n.end);
    let within: Vec<usize> =
        (0..runs.runs.len()).filter(|&i| (root..end).contains(&runs.runs[i].first)).collect();
    let mut kept = vec![false; runs.runs.len()];
    let first = within.iter().position(|&i| weights[i] > 0);
    let last = within.iter().rposition(|&i| weights[i] > 0);
    let (Some(first), Some(last)) = (first, last) else { return kept };
    let mut open = false;
    for &i in &within[first..=last] {
        let run = &runs.runs[i];
        let kind = furniture::line_kind(runs.text(run));
        let against = hints[run.first as usize] & hints::AGAINST != 0;
        open = match kind {
            LineKind::Opener => true,
            _ if weights[i] >= 60 => false,
            _ => open,
        };
        kept[i] = !open && !against && kind == LineKind::Content && run.n_link * 3 <= run.n_chars * 2;
    }
    kept
}
