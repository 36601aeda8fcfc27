//! What of a page is not in its stored text, and why.
//!
//! In: the runs, with the [`Why`] that each one was dropped for. Out: [`Dropped`]: neighbours that went for the same
//! reason are one part. This is for people who look at a page; extraction never asks.
//!
//! Worked example: of `<ul class=menu><li><a>Trang chủ</a><li><a>Kinh tế</a></ul><p>Có …</p>` one part is dropped,
//! `Trang chủ⏎Kinh tế`, because of `navigation`, said by `ul.menu`.

use super::{
    Block, BlockKind,
    blocks::Parts,
    dateline,
    flat::Flat,
    furniture::{self, LineKind},
    headline::{fold, is_fold},
    hints,
    lines::Folded,
};
use crate::patterns::pages::PageWords;

/// A part of a page that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its text, a line per run.
    pub text: String,
    /// Why.
    pub why: Why,
    /// The element whose tag, class or id said so (`div.box-tin-lien-quan`); empty where the words did, or the place.
    pub by: String,
    /// Path into the page of its first run, empty for plain text.
    pub path: String,
}

/// Why a part of a page is no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The site's profile says so.
    Profile,
    /// Not shown on the screen.
    Hidden,
    /// Comments of readers.
    Comments,
    /// Links to other articles.
    Related,
    /// Menus, breadcrumbs, page numbers.
    Navigation,
    /// A side column.
    Side,
    /// The header of the page.
    Header,
    /// The footer of the page.
    Footer,
    /// Advertisements.
    Advert,
    /// Share buttons.
    Social,
    /// Pop-ups, forms.
    Dialog,
    /// Author box, tags, counts of views.
    Byline,
    /// One of a list of teasers.
    Teaser,
    /// The line's own words: a counter, a form, an address.
    Words,
    /// It follows a line like `Tin liên quan`.
    AfterOpener,
    /// Mostly links.
    Links,
    /// A date line: read as a date.
    Date,
    /// The headline again.
    Headline,
    /// The same text again.
    Repeat,
    /// A table that is mostly dropped.
    Table,
    /// It stands before the article.
    Above,
    /// It stands after the article.
    Below,
    /// The page is no article: nothing but its headline is kept.
    NoArticle,
}

impl Why {
    /// The word in the output of `inspect --json`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Profile => "site_profile",
            Self::Hidden => "hidden",
            Self::Comments => "comments",
            Self::Related => "related",
            Self::Navigation => "navigation",
            Self::Side => "side_column",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Advert => "advert",
            Self::Social => "social",
            Self::Dialog => "dialog",
            Self::Byline => "byline",
            Self::Teaser => "teaser",
            Self::Words => "furniture_words",
            Self::AfterOpener => "after_opener",
            Self::Links => "link_density",
            Self::Date => "date_line",
            Self::Headline => "headline_again",
            Self::Repeat => "repeated",
            Self::Table => "table_dropped",
            Self::Above => "above_article",
            Self::Below => "below_article",
            Self::NoArticle => "not_an_article",
        }
    }

    /// What the hints say against an element; the most telling one.
    pub(super) fn of_hints(bits: u32) -> Option<Self> {
        const ORDER: [(u32, Why); 12] = [
            (hints::PROFILE, Why::Profile),
            (hints::HIDDEN, Why::Hidden),
            (hints::COMMENTS, Why::Comments),
            (hints::RELATED, Why::Related),
            (hints::NAVIGATION, Why::Navigation),
            (hints::SIDE, Why::Side),
            (hints::FOOTER, Why::Footer),
            (hints::HEADER, Why::Header),
            (hints::ADVERT, Why::Advert),
            (hints::SOCIAL, Why::Social),
            (hints::DIALOG, Why::Dialog),
            (hints::BYLINE, Why::Byline),
        ];
        ORDER.iter().find(|(bit, _)| bits & bit != 0).map(|(_, why)| *why)
    }

    fn hint(self) -> u32 {
        match self {
            Self::Hidden => hints::HIDDEN,
            Self::Comments => hints::COMMENTS,
            Self::Related => hints::RELATED,
            Self::Navigation => hints::NAVIGATION,
            Self::Side => hints::SIDE,
            Self::Footer => hints::FOOTER,
            Self::Header => hints::HEADER,
            Self::Advert => hints::ADVERT,
            Self::Social => hints::SOCIAL,
            Self::Dialog => hints::DIALOG,
            Self::Byline => hints::BYLINE,
            _ => 0,
        }
    }
}

/// The parts of a page of markup that were left out, in reading order.
pub(super) fn of_page(parts: &Parts<'_, '_>, is_article: bool) -> Vec<Dropped> {
    let mut out: Vec<Dropped> = Vec::new();
    let title_key = parts.title.map(|t| fold(&t.text)).unwrap_or_default();
    let mut above: Option<(Why, u32)> = None;
    for (i, run) in parts.runs.runs.iter().enumerate() {
        if parts.title.is_some_and(|t| t.run == Some(i)) {
            continue;
        }
        let words = parts.runs.text(run);
        let again = || is_fold(words, &title_key);
        let why = match parts.content.dropped[i] {
            Some(why) => why,
            None if !is_article => Why::NoArticle,
            None if again() => Why::Headline,
            None => {
                above = None;
                continue;
            }
        };
        // A teaser is told by its place among others; what a class name says of it is more telling.
        let own = speaker(parts, run.first, why.hint());
        let why = match own {
            None if why == Why::Related => {
                Why::of_hints(parts.bits[run.first as usize] & !hints::RELATED).unwrap_or(Why::Teaser)
            }
            _ => why,
        };
        let speaker = own.or_else(|| speaker(parts, run.first, why.hint())).unwrap_or(u32::MAX);
        if above == Some((why, speaker))
            && let Some(last) = out.last_mut()
        {
            last.text.push('\n');
            last.text.push_str(words);
            continue;
        }
        above = Some((why, speaker));
        out.push(Dropped {
            text: words.to_owned(),
            why,
            by: if speaker == u32::MAX { String::new() } else { name(parts.flat, speaker) },
            path: parts.flat.path(run.node),
        });
    }
    out
}

/// The furniture of a plain text, which is stored but no content.
pub(super) fn of_text(page_words: &PageWords, text: &str, blocks: &[Block]) -> Vec<Dropped> {
    let furniture = blocks.iter().filter(|b| b.kind == BlockKind::Furniture);
    let dropped = furniture.map(|block| {
        let words = block.span.of(text);
        let why = match furniture::line_kind(page_words, &Folded::new(words)) {
            _ if dateline::stamp_line(words).is_some() => Why::Date,
            LineKind::Content => Why::AfterOpener,
            LineKind::Furniture | LineKind::Opener => Why::Words,
        };
        Dropped { text: words.to_owned(), why, by: String::new(), path: String::new() }
    });
    dropped.collect()
}

/// The outermost element around `at` that has `hint` of its own, as far as the hint stands.
fn speaker(parts: &Parts<'_, '_>, at: u32, hint: u32) -> Option<u32> {
    let says = |a: &u32| parts.flat.nodes[*a as usize].hints & parts.bits[*a as usize] & hint != 0;
    parts.flat.ancestors(at).filter(says).last()
}

/// `div#main.left-column`, cut short.
fn name(flat: &Flat<'_>, at: u32) -> String {
    const LONGEST: usize = 60;
    let Some(element) = flat.nodes[at as usize].element else { return String::new() };
    let mut out = element.name().to_owned();
    if let Some(id) = element.attr("id").filter(|id| !id.is_empty()) {
        out.push('#');
        out.push_str(id);
    }
    for class in element.attr("class").unwrap_or_default().split_ascii_whitespace() {
        out.push('.');
        out.push_str(class);
    }
    if let Some((cut, _)) = out.char_indices().nth(LONGEST) {
        out.truncate(cut);
        out.push('…');
    }
    out
}
