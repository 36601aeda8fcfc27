//! A site profile, laid over a page.
//!
//! In: a [`Site`], the page's tree and its day. Out: [`Applied`]: the elements that the profile points at; what is
//! content and what is dropped is marked in the hints.
//!
//! Worked example: with `content = "div.article-body"` and `drop = [".box-tin-lien-quan"]` everything in the first
//! such `div` is content, whatever stands around it, except the box of related links.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use scraper::{Html, Selector};

use super::{
    dateline::{self, Stamp},
    flat::Flat,
    guard::NodeId,
    hints,
};
use crate::patterns::site::{Layout, Site};

/// What a profile found on a page.
pub(super) struct Applied {
    /// The element of the article's body.
    pub(super) content: u32,
    pub(super) title: Option<u32>,
    pub(super) published: Option<Stamp>,
}

/// Finds the layout of `site` that fits a page of `date`; marks in `bits` what is content and what is dropped.
pub(super) fn apply(
    site: &Site,
    html: &Html,
    flat: &Flat<'_>,
    date: Option<Date>,
    bits: &mut [u32],
) -> Option<Applied> {
    let index: FxHashMap<NodeId, u32> =
        flat.nodes.iter().enumerate().map(|(i, n)| (n.id, i as u32)).collect();
    let all = |css: &Selector| -> Vec<u32> {
        html.select(css).filter_map(|e| index.get(&e.id()).copied()).collect()
    };
    let first = |css: &Selector| all(css).first().copied();
    let fits =
        |l: &&Layout| date.is_none_or(|d| l.since.is_none_or(|s| s <= d) && l.until.is_none_or(|u| d < u));
    let (layout, content) =
        site.layouts.iter().filter(fits).find_map(|l| first(&l.content).map(|content| (l, content)))?;
    let mut mark = |node: u32, clear: u32, set: u32| {
        for bits in &mut bits[node as usize..flat.nodes[node as usize].end as usize] {
            *bits = *bits & !clear | set;
        }
    };
    mark(content, hints::AGAINST, hints::BODY);
    if let Some(lead) = layout.lead.as_ref().and_then(first) {
        mark(lead, hints::AGAINST, hints::LEAD);
    }
    for node in layout.drop.iter().flat_map(all) {
        mark(node, 0, hints::PROFILE);
    }
    let published = layout.published.as_ref().and_then(first).and_then(|node| {
        let element = flat.nodes[node as usize].element;
        let machine = element.and_then(|e| e.attr("datetime").or_else(|| e.attr("content")));
        let words = machine.map_or_else(|| flat.text_of(node), str::to_owned);
        dateline::stamps(&words).into_iter().next().map(dateline::to_vietnam)
    });
    Some(Applied { content, title: layout.title.as_ref().and_then(first), published })
}
