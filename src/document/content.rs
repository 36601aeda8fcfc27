//! Which part of the page is the article.
//!
//! In: [`Flat`] and [`Runs`]. Out: [`Content`]: the element that holds the article and, for each run, why it
//! is dropped, if it is. Every run has a weight: its length if it reads like text, less than nothing if it is links or
//! furniture. The article is the element with the greatest sum; within it, runs are kept or dropped one by one.
//!
//! Worked example: in `<div id=main><div id=left><p>Có 1.846.011 người.</p></div><div><a>Tin khác</a></div></div>`
//! the paragraph weighs something, the link less than nothing, and `left` has the greatest sum.

use std::{cell::LazyCell, ops::Range};

use super::{
    boxes, cards,
    dropped::Why,
    flat::{Flat, Tag},
    furniture::{self, LineKind},
    hints,
    runs::{Run, Runs, inherited},
    subheads,
    table::Grid,
};
use crate::patterns::pages::PageWords;

/// A run that weighs this much is a sentence of an article by itself.
const PROSE: i64 = 60;

/// The article's place.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// The element that holds it.
    pub(super) root: u32,
    /// For each run, why it is no part of the article; `None` if it is one.
    pub(super) dropped: Vec<Option<Why>>,
}

impl Content {
    /// Whether run `i` is part of the article.
    pub(super) fn keeps(&self, i: usize) -> bool {
        self.dropped.get(i).is_some_and(Option::is_none)
    }
}

/// Hints of every node and its ancestors. Those against content are void on an element that holds much of the
/// page's prose: comments and dialogs only if they are nearly all there is.
pub(super) fn judged_hints(flat: &Flat<'_>, runs: &Runs, words: &PageWords) -> Vec<u32> {
    let prose = prose_per_node(flat, runs);
    let total = prose.iter().copied().max().unwrap_or(0).max(1);
    let plain = LazyCell::new(|| inherited(flat, |_, own| own));
    let free = LazyCell::new(|| free_prose(runs, &plain));
    let worn = LazyCell::new(|| worn_out(runs, &plain));
    let unlinked = LazyCell::new(|| unlinked(flat, runs));
    let cards = cards::find(flat, runs);
    let mut boxed = vec![0u32; flat.nodes.len()];
    for (node, hint) in boxes::find(flat, runs, words) {
        boxed[node as usize] = hint;
    }
    inherited(flat, |node, own| {
        // What is called a teaser and links nowhere may be the standfirst.
        let teases = own & hints::TEASER != 0 && !unlinked[node as usize];
        let own = own | if teases { hints::RELATED } else { 0 };
        let own = own | boxed[node as usize] | if cards[node as usize] { hints::RELATED } else { 0 };
        let share = prose[node as usize] * 100 / total;
        let mut void = 0;
        // A side column may be the main one, unless there is more text that nothing speaks against.
        if share >= 60 || share >= 30 && own & hints::AGAINST != 0 && *free < prose[node as usize] {
            void |= hints::AGAINST & !(hints::COMMENTS | hints::DIALOG | hints::HIDDEN | hints::RELATED);
        }
        if share >= 60 {
            void |= hints::HIDDEN | hints::RELATED;
        }
        if own & hints::AGAINST != 0 && prose[node as usize] > 0 {
            void |= *worn;
        }
        if own & hints::HIDDEN != 0 && share >= 10 && goes_on(flat, runs, node) {
            void |= hints::HIDDEN;
        }
        if share >= 85 {
            void = hints::AGAINST;
        }
        own & !void
    })
}

/// Finds the article; `title` is the run of the headline, `fixed` the element that a site profile points at.
pub(super) fn find(
    flat: &Flat<'_>,
    runs: &Runs,
    bits: &[u32],
    title: Option<usize>,
    tables: &[Grid],
    fixed: Option<u32>,
) -> Content {
    let mut in_table = vec![false; flat.nodes.len()];
    for table in tables {
        in_table[table.node as usize..flat.nodes[table.node as usize].end as usize].fill(true);
    }
    let weights: Vec<i64> = runs
        .runs
        .iter()
        .enumerate()
        .map(|(i, run)| {
            let against = bits[run.first as usize] & hints::AGAINST != 0;
            let weight = if in_table[run.first as usize] && title.is_some_and(|t| i < t) {
                // A table above the headline is none of the article: rates, prices, a letterhead.
                0
            } else if in_table[run.first as usize] && !against {
                // A cell says little by itself, a table of them much.
                4 + i64::from(run.n_chars) / 2 - i64::from(run.n_link)
            } else {
                weight(flat, runs, run, bits)
            };
            if weight > 0 && title.is_some_and(|t| i < t) { weight / 4 } else { weight }
        })
        .collect();
    let root = fixed.unwrap_or_else(|| with_siblings(flat, runs, &weights, heaviest(flat, runs, &weights)));
    let mut dropped = judge(flat, runs, &weights, bits, root, title);
    // A table is kept or dropped as a whole.
    for table in tables {
        let range = runs.range(table.node, flat.nodes[table.node as usize].end);
        let n_kept = dropped[range.clone()].iter().filter(|d| d.is_none()).count();
        if n_kept * 2 >= range.len() {
            dropped[range].fill(None);
        } else {
            dropped[range].iter_mut().filter(|d| d.is_none()).for_each(|d| *d = Some(Why::Table));
        }
    }
    Content { root, dropped }
}

/// Characters of prose under every node, whatever its class says.
fn prose_per_node(flat: &Flat<'_>, runs: &Runs) -> Vec<i64> {
    let mut sums = vec![0i64; flat.nodes.len()];
    for run in &runs.runs {
        if is_prose(run) {
            sums[run.first as usize] += i64::from(run.n_chars);
        }
    }
    add_up(flat, &mut sums);
    sums
}

/// Whether an element holds a sentence and no link.
fn unlinked(flat: &Flat<'_>, runs: &Runs) -> Vec<bool> {
    let mut sums = vec![0i64; flat.nodes.len()];
    for run in &runs.runs {
        sums[run.first as usize] += match run.n_link {
            0 => i64::from(run.n_chars >= 60 && furniture::is_sentence(runs.text(run))),
            _ => -1_000_000,
        };
    }
    add_up(flat, &mut sums);
    sums.into_iter().map(|sum| sum > 0).collect()
}

/// Hints that nearly all prose wears, paragraph by paragraph: they are how the page names its parts, as
/// builders of pages call everything a widget.
fn worn_out(runs: &Runs, plain: &[u32]) -> u32 {
    const MAY: [u32; 6] =
        [hints::NAVIGATION, hints::SIDE, hints::HEADER, hints::ADVERT, hints::SOCIAL, hints::BYLINE];
    let (mut total, mut sums) = (0, [0i64; MAY.len()]);
    for run in runs.runs.iter().filter(|run| is_prose(run)) {
        total += i64::from(run.n_chars);
        for (sum, hint) in sums.iter_mut().zip(MAY) {
            *sum += if plain[run.first as usize] & hint != 0 { i64::from(run.n_chars) } else { 0 };
        }
    }
    let worn = MAY.into_iter().zip(sums).filter(|(_, sum)| sum * 10 > total * 9);
    worn.fold(0, |all, (hint, _)| all | hint)
}

/// Whether a hidden box goes on with the text beside it, as behind a button `Xem thêm`.
fn goes_on(flat: &Flat<'_>, runs: &Runs, node: u32) -> bool {
    let parent = flat.nodes[node as usize].parent;
    if flat.nodes[node as usize].tag == Tag::Paragraph {
        return false;
    }
    let around = runs.within(parent, flat.nodes[parent as usize].end);
    let before = around.filter(|run| run.first < node && flat.nodes[run.node as usize].parent == parent);
    before.filter(|run| is_prose(run)).count() > 1
}

/// Characters of prose that no hint at all speaks against.
fn free_prose(runs: &Runs, plain: &[u32]) -> i64 {
    let free =
        runs.runs.iter().filter(|run| is_prose(run) && plain[run.first as usize] & hints::AGAINST == 0);
    free.map(|run| i64::from(run.n_chars)).sum()
}

fn is_prose(run: &Run) -> bool {
    run.n_link * 3 < run.n_chars && run.n_chars >= 80
}

/// Turns values at nodes into sums over subtrees.
pub(super) fn add_up(flat: &Flat<'_>, sums: &mut [i64]) {
    for index in (1..flat.nodes.len()).rev() {
        let parent = flat.nodes[index].parent as usize;
        if parent != index {
            sums[parent] += sums[index];
        }
    }
}

/// How much a run speaks for its element.
fn weight(flat: &Flat<'_>, runs: &Runs, run: &Run, bits: &[u32]) -> i64 {
    let n = i64::from(run.n_chars);
    let link = i64::from(run.n_link);
    let bits = bits[run.first as usize];
    let text = runs.text(run);
    let prose = n >= 50 && (furniture::is_sentence(text) || n >= 120);
    if bits & hints::HIDDEN != 0 {
        return -n / 4;
    }
    if bits & hints::AGAINST != 0 {
        return if prose && link * 3 < n { -n / 2 } else { -10 - n / 2 };
    }
    if link * 2 > n {
        return -10 - link.min(100);
    }
    if run.kind != LineKind::Content {
        return -20;
    }
    let body = if bits & hints::BODY != 0 { n } else { 0 };
    match flat.nodes[run.node as usize].tag {
        _ if prose => n - 3 * link / 2 + body,
        Tag::Paragraph | Tag::Quote | Tag::Preformatted => n / 2 - link + body,
        Tag::Heading(_) | Tag::FigureCaption | Tag::Caption => 0,
        Tag::Item | Tag::Term if link == 0 && text.ends_with(['.', ';']) => n / 3 + body,
        Tag::Cell | Tag::HeadCell => 2,
        _ if n < 25 => -5 + body,
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

/// A single paragraph is no article if its siblings are prose as well: links between them (`Đọc thêm: …`) weighed
/// more than they did together.
fn with_siblings(flat: &Flat<'_>, runs: &Runs, weights: &[i64], best: u32) -> u32 {
    let node = &flat.nodes[best as usize];
    let inside = runs.range(best, node.end);
    if inside.len() > 2 || node.parent == best {
        return best;
    }
    let around = runs.range(node.parent, flat.nodes[node.parent as usize].end);
    let is_sibling = |i: &usize| {
        let at = runs.runs[*i].node;
        !inside.contains(i)
            && flat.nodes[at as usize].parent == node.parent
            && flat.nodes[at as usize].tag == node.tag
    };
    if around.filter(is_sibling).any(|i| weights[i] >= PROSE) { node.parent } else { best }
}

/// Why each run is dropped, if it is.
fn judge(
    flat: &Flat<'_>,
    runs: &Runs,
    weights: &[i64],
    bits: &[u32],
    root: u32,
    title: Option<usize>,
) -> Vec<Option<Why>> {
    let end = flat.nodes.get(root as usize).map_or(0, |n| n.end);
    let within = runs.range(root, end);
    // What the run itself says against it, wherever it stands.
    let own = |i: usize| {
        let run = &runs.runs[i];
        let furniture = (run.kind != LineKind::Content).then_some(Why::Words);
        let links =
            (run.n_link * 3 > run.n_chars * 2 && !subheads::is_one(flat, runs, i)).then_some(Why::Links);
        Why::of_hints(bits[run.first as usize]).or(furniture).or(links)
    };
    let mut dropped: Vec<Option<Why>> = (0..runs.runs.len())
        .map(|i| own(i).or(Some(if i < within.start { Why::Above } else { Why::Below })))
        .collect();
    let first = within.clone().find(|&i| weights[i] > 0);
    let last = within.clone().rfind(|&i| weights[i] > 0);
    let (Some(mut first), Some(mut last)) = (first, last) else { return dropped };
    // A list of short items may end the article, where the text before it stands.
    while last + 1 < within.end && own(last + 1).is_none() && ends(flat, runs, weights, last, last + 1) {
        last += 1;
    }
    dropped[within.start..first]
        .iter_mut()
        .filter(|d| **d == Some(Why::Below))
        .for_each(|d| *d = Some(Why::Above));
    // A standfirst or heading may stand between the headline and the first prose, in the root or above it.
    while first > within.start
        && title.is_none_or(|t| first - 1 > t)
        && leads_in(flat, runs, weights, first - 1)
    {
        first -= 1;
    }
    if let Some(title) = title.filter(|&t| t < first) {
        for i in (title + 1..within.start).rev().take(12) {
            if leads_in(flat, runs, weights, i)
                && (bits[runs.runs[i].first as usize] & hints::LEAD != 0
                    || weights[i] >= 60
                    || is_short_lead(runs.text(&runs.runs[i])))
            {
                dropped[i] = None;
            }
        }
    }
    if let Some(title) = title.filter(|t| (first..=last).contains(t)) {
        first = below_title(flat, runs, weights, first..last + 1, title);
        dropped[within.start..first]
            .iter_mut()
            .filter(|d| **d == Some(Why::Below))
            .for_each(|d| *d = Some(Why::Above));
    }
    let mut open = false;
    for i in first..=last {
        open = match runs.runs[i].kind {
            LineKind::Opener => true,
            _ if weights[i] >= PROSE => false,
            _ => open,
        };
        dropped[i] = own(i).or(open.then_some(Why::AfterOpener));
    }
    drop_repeats(runs, &mut dropped);
    dropped
}

/// Where the article begins, if its headline stands in the midst of `range`: boxes above a headline with much more text
/// below it are of other articles, but not the lines that stand in one box with that text.
fn below_title(flat: &Flat<'_>, runs: &Runs, weights: &[i64], range: Range<usize>, title: usize) -> usize {
    let prose = |range: Range<usize>| weights[range].iter().filter(|w| **w >= PROSE).sum::<i64>();
    if prose(title..range.end) < 2 * prose(range.start..title) {
        return range.start;
    }
    let parent = |i: usize| flat.nodes[runs.runs[i].node as usize].parent;
    let first = (title..range.end).find(|&i| weights[i] >= PROSE).map(parent);
    range.clone().find(|&i| i >= title || Some(parent(i)) == first).unwrap_or(range.start)
}

/// Whether run `next`, just below the end of the article, is an item of a list in the same box as `last`.
fn ends(flat: &Flat<'_>, runs: &Runs, weights: &[i64], last: usize, next: usize) -> bool {
    let run = &runs.runs[next];
    let tag = flat.nodes[run.node as usize].tag;
    let list = |at: u32| {
        let outermost = std::iter::once(at).chain(flat.ancestors(at)).take(8);
        outermost.filter(|&a| flat.nodes[a as usize].tag == Tag::List).last()
    };
    let Some(own) = list(run.node).filter(|_| matches!(tag, Tag::Item | Tag::Term)) else { return false };
    let box_of = |at: u32| flat.nodes[list(at).unwrap_or(at) as usize].parent;
    let parent = flat.nodes[own as usize].parent;
    let near = box_of(runs.runs[last].node);
    weights[next] >= -5
        && run.n_link * 4 <= run.n_chars
        && (parent == near || flat.nodes[near as usize].parent == parent)
}

fn leads_in(flat: &Flat<'_>, runs: &Runs, weights: &[i64], i: usize) -> bool {
    let run = &runs.runs[i];
    let heading = matches!(flat.nodes[run.node as usize].tag, Tag::Heading(_) | Tag::FigureCaption);
    weights[i] >= 0 && run.n_link == 0 && (heading || run.n_chars >= 25)
}

/// A sentence too short to weigh: `Cây chè đang giúp Đồi Chè đổi thay.`
fn is_short_lead(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    words.len() <= 240 && n_words >= 8 && words.trim_end_matches(['"', '”']).ends_with(['.', '!', '…'])
}

/// A text of some length that is printed twice (a gallery and its preview) is kept once.
fn drop_repeats(runs: &Runs, dropped: &mut [Option<Why>]) {
    let mut seen = rustc_hash::FxHashSet::default();
    for (i, run) in runs.runs.iter().enumerate() {
        if dropped[i].is_none() && run.n_chars >= 40 && !seen.insert(runs.text(run)) {
            dropped[i] = Some(Why::Repeat);
        }
    }
}
