//! Subheadings that are links: `<p><a href="#"><strong>…</strong></a></p>` above the paragraphs that tell of it.
//!
//! In: [`Flat`] and [`Runs`]. Out: whether a run is such a subheading. Links to other articles look the same; what tells
//! them apart is the text around: a subheading stands alone between paragraphs of one box, and its words are taken up
//! by those below it, more than by those above it, which a link to another article is no nearer to.
//!
//! Worked example: `Chủ vựa: "Vụ này lãi gấp đôi"` over `Chủ vựa Lê Khê cho biết vụ này ông lãi gấp đôi …`.

use rustc_hash::FxHashSet;

use super::{
    flat::{Flat, Tag},
    furniture::LineKind,
    plain,
    runs::{Run, Runs},
};

/// Characters of a paragraph of the body.
const PROSE: u32 = 80;
/// Fewest words of a subheading that can be compared with anything.
const LEAST_WORDS: usize = 4;
/// Most words of a run that are read.
const MOST_WORDS: usize = 400;
/// How many runs above and below are read.
const NEAR: usize = 6;

/// Whether run `i` is one.
pub(super) fn is_one(flat: &Flat<'_>, runs: &Runs, i: usize) -> bool {
    let run = &runs.runs[i];
    let whole = |n: u32| n > 0 && n * 10 >= run.n_chars * 9;
    if !whole(run.n_link) || !whole(run.n_bold) || run.kind != LineKind::Content {
        return false;
    }
    let words = runs.text(run);
    let beside = |j: &usize| is_beside(flat, run, &runs.runs[*j]);
    let (Some(above), Some(below)) = (i.checked_sub(1), Some(i + 1).filter(|j| *j < runs.runs.len())) else {
        return false;
    };
    if !plain::is_heading(words)
        || !beside(&below)
        || runs.runs[below].n_chars < PROSE
        || is_link(&runs.runs[above])
    {
        return false;
    }
    let own: FxHashSet<String> = words_of(words).collect();
    let shared = |range: &mut dyn Iterator<Item = usize>| {
        let near = range.take(NEAR).take_while(|j| !is_link(&runs.runs[*j]));
        let said: FxHashSet<String> = near.flat_map(|j| words_of(runs.text(&runs.runs[j]))).collect();
        own.intersection(&said).count()
    };
    let n_below = shared(&mut (below..runs.runs.len()));
    let n_above = shared(&mut (0..i).rev());
    own.len() >= LEAST_WORDS && n_below * 5 >= own.len() * 3 && n_below > n_above
}

/// Whether `other` is a paragraph of the same box that is no link.
fn is_beside(flat: &Flat<'_>, run: &Run, other: &Run) -> bool {
    let node = |run: &Run| &flat.nodes[run.node as usize];
    let (own, other_node) = (node(run), node(other));
    own.tag == Tag::Paragraph
        && other_node.tag == Tag::Paragraph
        && own.parent == other_node.parent
        && !is_link(other)
}

fn is_link(run: &Run) -> bool {
    run.n_link * 2 > run.n_chars
}

/// Words of two letters and more, in lower case.
fn words_of(words: &str) -> impl Iterator<Item = String> + '_ {
    let letters = words.split(|c: char| !c.is_alphanumeric());
    letters.filter(|w| w.chars().nth(1).is_some()).take(MOST_WORDS).map(str::to_lowercase)
}
