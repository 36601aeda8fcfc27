//! Lists of teasers: siblings of one make, each a linked title with a few lines.
//!
//! In: [`Flat`] and [`Runs`]. Out: for every node, whether it is such a card. Cards are links to other articles
//! even where no class name says so; a page of nothing but cards is a list.
//!
//! Worked example: `<div class=item><a>Tin một</a><p>…</p></div><div class=item><a>Tin hai</a><p>…</p></div>…`,
//! three times or more.

use rustc_hash::FxHashMap;

use super::{
    flat::{Flat, Tag},
    runs::Runs,
};

/// Longest text of a card, in characters, beside its title.
const LONGEST: i64 = 700;
/// Characters that a day takes, with its brackets and perhaps the time.
const DAY: u32 = 24;
/// How many siblings make a list.
const LEAST: usize = 3;

/// Which nodes are cards.
pub(super) fn find(flat: &Flat<'_>, runs: &Runs) -> Vec<bool> {
    let n = flat.nodes.len();
    let (mut chars, mut titles) = (vec![0i64; n], vec![0i64; n]);
    for run in &runs.runs {
        chars[run.first as usize] += i64::from(run.n_chars);
        // A day may stand beside it: `Tin một (05/07/2019)`.
        let beside = run.n_chars - run.n_link.min(run.n_chars);
        let dated = run.n_link >= 15 && beside <= DAY && run.n_link * 2 >= run.n_chars;
        let title = run.n_chars >= 15 && run.n_link * 10 >= run.n_chars * 9 || dated;
        titles[run.first as usize] += i64::from(title);
    }
    super::content::add_up(flat, &mut chars);
    super::content::add_up(flat, &mut titles);
    let mut cards = vec![false; n];
    let mut groups: FxHashMap<(u32, Tag, &str), Vec<u32>> = FxHashMap::default();
    for (index, node) in flat.nodes.iter().enumerate() {
        let Some(element) = node.element else { continue };
        let boxed = matches!(
            node.tag,
            Tag::Div | Tag::Item | Tag::Article | Tag::Section | Tag::Row | Tag::Aside | Tag::Block
        );
        let own = chars[index];
        let longest = if node.tag == Tag::Article { 2 * LONGEST } else { LONGEST };
        let rest = own <= longest && (1..=3).contains(&titles[index]);
        if boxed && rest && own > 0 {
            let class = element.attr("class").unwrap_or_default();
            let class = class.split_ascii_whitespace().next().unwrap_or_default();
            groups.entry((node.parent, node.tag, class)).or_default().push(index as u32);
        }
    }
    // Two are a list where each begins with its title, a link of its own, and has a few lines below it.
    let headed = |&node: &u32| {
        let range = runs.range(node, flat.nodes[node as usize].end);
        let first = runs.runs.get(range.start);
        range.len() > 1 && first.is_some_and(|run| run.n_chars >= 15 && run.n_link * 10 >= run.n_chars * 9)
    };
    let is_list = |m: &Vec<u32>| m.len() >= LEAST || m.len() == 2 && m.iter().all(headed);
    for members in groups.into_values().filter(is_list) {
        for member in members {
            cards[member as usize] = true;
        }
    }
    cards
}
