//! A page of markup → stored text, blocks and metadata.
//!
//! In: the decoded page and what is known from outside. Out: [`Article`]. This file only puts the steps in order:
//! tree ([`super::guard`]), flat tree, head, runs, content, headline, dates, blocks.
//!
//! Worked example: `<title>Tin</title><nav>Trang chủ</nav><h1>BHXH Hà Nội</h1><p>Có <b>1.846.011</b> người.</p>`
//! has the text `BHXH Hà Nội⏎⏎Có 1.846.011 người.`.

use super::{
    Block, Metadata, Status, blocks, content, dates,
    flat::Flat,
    guard::{self, Limits},
    headline, metadata,
    runs::Runs,
    site::Site,
};
use crate::{notice::Notice, page::Known};

/// What was read from a page.
pub(super) struct Article {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) metadata: Metadata,
    pub(super) status: Status,
    pub(super) reason: String,
    pub(super) notices: Vec<Notice>,
}

/// Reads a page.
pub(super) fn read(markup: &str, known: &Known, _site: Option<&Site>) -> Article {
    let (html, limits) = guard::parse(markup);
    let flat = Flat::of(&html);
    let facts = metadata::facts(&flat);
    let runs = Runs::of(&flat);
    let mut content = content::find(&flat, &runs);
    let title = headline::find(&flat, &runs, &content, &facts);
    let dates = dates::find(&flat, &runs, &mut content, title.as_ref(), &facts, known);
    let (text, blocks) = blocks::build(&html, &flat, &runs, &content, title.as_ref());
    let mut notices = Vec::new();
    note_limits(limits, &mut notices);
    let mut metadata = Metadata {
        title: title.map(|t| t.text),
        publisher: facts.publisher.or(facts.site_name),
        author: facts.author,
        published: dates.published,
        modified: dates.modified,
        page_clock: dates.clock,
        canonical: facts.canonical,
        section: facts.section,
        language: facts.language,
        rights: facts.rights,
        paginated: facts.has_next,
        ..Metadata::default()
    };
    metadata.syndicated_from =
        blocks.iter().rev().take(6).find_map(|b| super::plain::source(b.span.of(&text)));
    let n_kept = blocks.len();
    let (status, reason) = if limits.depth || limits.elements {
        (
            Status::TooLarge,
            "its markup is nested deeper than any page should be; what follows was not read".to_owned(),
        )
    } else if n_kept == 0 {
        (Status::Empty, "there is no text in it".to_owned())
    } else {
        (Status::Ok, String::new())
    };
    Article { text, blocks, metadata, status, reason, notices }
}

fn note_limits(limits: Limits, notices: &mut Vec<Notice>) {
    if limits.n_flooded > 0 {
        notices.push(Notice::new(
            "attributes_capped",
            format!(
                "{} tags have more attributes than a page needs; their attributes were dropped",
                limits.n_flooded
            ),
        ));
    }
}
