//! A page of markup → stored text, blocks and metadata.
//!
//! In: the decoded page and what is known from outside. Out: [`Article`]. This file only puts the steps in order:
//! tree ([`super::guard`]), flat tree, head, runs, content, headline, dates, blocks.
//!
//! Worked example: `<title>Tin</title><nav>Trang chủ</nav><h1>BHXH Hà Nội</h1><p>Có <b>1.846.011</b> người.</p>`
//! has the text `BHXH Hà Nội⏎⏎Có 1.846.011 người.`.

use scraper::Html;

use super::{
    Block, BlockKind, DateBasis, Metadata, Status,
    blocks::{self, Parts},
    byline, content,
    dates::{self, Dates},
    dropped::{self, Dropped},
    flat::Flat,
    guard::{self, Limits},
    headline::{self, Headline},
    metadata::{self, Facts},
    pagetype, publisher,
    runs::Runs,
    site::{self, Applied},
    source, table,
};
use crate::{notice::Notice, page::Known, patterns::pages::Pages};

/// What was read from a page.
pub(super) struct Article {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) metadata: Metadata,
    pub(super) status: Status,
    pub(super) reason: String,
    pub(super) notices: Vec<Notice>,
    /// What was left out, if that was asked for.
    pub(super) dropped: Vec<Dropped>,
}

/// Reads a page; `with_dropped` says whether what is left out is wanted, too.
pub(super) fn read(markup: &str, known: &Known, pages: &Pages, with_dropped: bool) -> Article {
    let words = &pages.words;
    let (html, limits) = guard::parse(markup);
    let flat = Flat::of(&html);
    let facts = metadata::facts(&flat);
    let runs = Runs::of(&flat, words);
    let mut bits = content::judged_hints(&flat, &runs, words);
    let mut notices = Vec::new();
    let profile = profile(&html, &flat, &facts, known, pages, &mut bits, &mut notices);
    let titled = profile.as_ref().and_then(|p| p.title);
    let title = titled
        .and_then(|node| headline::at(&flat, &runs, node))
        .or_else(|| headline::find(words, &flat, &runs, &bits, &facts));
    let tables = table::find(&flat, &runs);
    let run = title.as_ref().and_then(|t| t.run);
    let mut content = content::find(&flat, &runs, &bits, run, &tables, profile.as_ref().map(|p| p.content));
    let mut dates = dates::find(&flat, &runs, &bits, &mut content, title.as_ref(), &facts, known);
    if let Some(stamp) = profile.and_then(|p| p.published).filter(|_| known.published.is_none()) {
        dates.published = Some(stamp.dated(DateBasis::Profile));
    }
    let below = byline::take(words, &flat, &runs, &tables, run, &mut content);
    let parts = Parts {
        words,
        flat: &flat,
        runs: &runs,
        bits: &bits,
        content: &content,
        title: title.as_ref(),
        tables: &tables,
    };
    let (mut text, mut blocks) = blocks::build(&parts);
    let (mut status, mut reason) = pagetype::judge(&parts, &facts, &dates);
    if limits.depth || limits.elements || limits.looks {
        status = Status::TooLarge;
        reason = if limits.depth {
            "its markup is nested deeper than any page should be; what follows was not read".to_owned()
        } else if limits.looks {
            "its tags are closed without having been opened, without end; what follows was not read"
                .to_owned()
        } else {
            "it has more elements than a page of its length should have; what follows was not read".to_owned()
        };
    } else if runs.runs.is_empty() && status == Status::Ok {
        status = Status::Empty;
        "there is no text in it".clone_into(&mut reason);
    }
    if matches!(status, Status::NotAnArticle | Status::NeedsJavascript) {
        // Links and shells are not text: nothing but the headline is stored.
        blocks.retain(|b| b.kind == BlockKind::Title);
        text.truncate(blocks.last().map_or(0, |b| b.span.end()));
        dates.published = dates.published.filter(|d| d.basis < DateBasis::TimeElement);
    }
    let is_article = !matches!(status, Status::NotAnArticle | Status::NeedsJavascript);
    let dropped = if with_dropped { dropped::of_page(&parts, is_article) } else { Vec::new() };
    let paginated = pagetype::is_paginated(&parts, &facts);
    let author = if is_article { byline::of_page(&parts).or(below) } else { None };
    let publisher = publisher::of_page(&parts, &facts);
    let source = if is_article { source::of_page(&parts) } else { None };
    let mut metadata = gather(facts, dates, title);
    metadata.author = metadata.author.or(author);
    (metadata.paginated, metadata.syndicated_from, metadata.publisher) = (paginated, source, publisher);
    note_limits(limits, &mut notices);
    Article { text, blocks, metadata, status, reason, notices, dropped }
}

/// What the profile of the page's site finds on it; a notice if there is one and it finds nothing.
fn profile(
    html: &Html,
    flat: &Flat<'_>,
    facts: &Facts,
    known: &Known,
    pages: &Pages,
    bits: &mut [u32],
    notices: &mut Vec<Notice>,
) -> Option<Applied> {
    let addresses = [known.url.as_deref(), facts.canonical.as_deref()];
    let host = addresses.into_iter().flatten().find_map(super::host_of).or(known.publisher.as_deref());
    // A saved page may say only by its logo whose it is.
    let home = || if pages.sites.all().is_empty() { None } else { publisher::home(&pages.words, flat) };
    let site = pages.sites.of(host.or_else(home)?)?;
    let date = known.published.or_else(|| facts.published.first().map(|d| d.date));
    let applied = site::apply(site, html, flat, date, bits);
    if applied.is_none() {
        let text = format!("no layout of {} matches this page, the general method was used", site.path);
        notices.push(Notice::new("profile_unmatched", text));
    }
    applied
}

fn gather(facts: Facts, dates: Dates, title: Option<Headline>) -> Metadata {
    Metadata {
        title: title.map(|t| t.text),
        author: facts.author,
        published: dates.published,
        modified: dates.modified,
        page_clock: dates.clock,
        canonical: facts.canonical,
        section: facts.section,
        language: facts.language,
        rights: facts.rights,
        ..Metadata::default()
    }
}

fn note_limits(limits: Limits, notices: &mut Vec<Notice>) {
    if limits.n_flattened > 0 && !limits.depth {
        let n = limits.n_flattened;
        let text = format!("{n} elements are nested deeper than browsers go; they were read side by side");
        notices.push(Notice::new("depth_capped", text));
    }
    if limits.n_flooded > 0 {
        let n = limits.n_flooded;
        let text = format!("{n} tags have more attributes than a page needs; their attributes were dropped");
        notices.push(Notice::new("attributes_capped", text));
    }
}
