//! Bytes → [`Document`]: the stored text of a page in blocks, its title, dates and publisher.
//!
//! In: a [`Page`]. Out: one [`Document`], whatever came in: an empty file, a list page or a
//! binary is a document with a [`Status`] and a reason, never an error.
//!
//! The *stored text* is the one text that every offset of every output points into. Of a plain text file it is
//! the file's text, unchanged. Of an HTML page it is the title and the kept blocks, each a paragraph, a blank
//! line between two; entities are resolved, runs of blanks inside a block are one blank, nothing else is
//! changed: no composition, no look-alike is repaired here, that is [`crate::text`]'s work.
//!
//! Worked example: the page
//! `<title>Tin</title><nav>Trang chủ</nav><h1>BHXH Hà Nội</h1><p>Có <b>1.846.011</b> người.</p>` has the stored
//! text `BHXH Hà Nội⏎⏎Có 1.846.011 người.` with a `Title` block (0..12) and a `Paragraph` block (14..37).

mod blocks;
mod boxes;
mod byline;
mod cards;
mod coarse;
mod columns;
mod content;
mod dateline;
mod dates;
mod decode;
mod dropped;
mod flat;
mod furniture;
mod guard;
mod headline;
mod hints;
mod html;
mod leaf;
mod legacy;
mod lines;
mod metadata;
mod pagetype;
mod plain;
mod prescan;
mod publisher;
mod runs;
mod site;
mod sniff;
mod source;
mod subheads;
mod table;
mod trial;

use std::fmt;

use jiff::civil::{Date, Time};
use sha2::{Digest, Sha256};

pub use self::{
    dropped::{Dropped, Why},
    trial::{try_profiles, try_words},
};
pub use crate::patterns::{pages::Pages, site::Sites};
use crate::{
    notice::Notice,
    page::{MediaType, Page, hexadecimal},
    span::{Raw, Span},
};

/// Reads a page. Never fails: what cannot be read is a document with a [`Status`] and a reason.
pub fn parse(page: &Page, pages: &Pages) -> Document {
    read_page(page, pages, None)
}

/// The same, and what of the page is not in the stored text (of a plain text: what is no content), with the reason.
pub fn examine(page: &Page, pages: &Pages) -> (Document, Vec<Dropped>) {
    let mut dropped = Vec::new();
    let document = read_page(page, pages, Some(&mut dropped));
    (document, dropped)
}

fn read_page(page: &Page, pages: &Pages, dropped: Option<&mut Vec<Dropped>>) -> Document {
    let mut document = Document {
        id: page.id.clone(),
        status: Status::Ok,
        reason: String::new(),
        text: String::new(),
        blocks: Vec::new(),
        metadata: Metadata::default(),
        sha256: hexadecimal(&Sha256::digest(&page.bytes)),
        notices: Vec::new(),
    };
    if let Some((status, reason)) = sniff::refusal(&page.bytes, page.media_type) {
        (document.status, document.reason) = (status, reason);
    } else {
        read(page, pages, &mut document, dropped);
    }
    take_known(page, &mut document.metadata);
    document
}

/// Decodes and reads the page's bytes.
fn read(page: &Page, pages: &Pages, document: &mut Document, dropped: Option<&mut Vec<Dropped>>) {
    let markup = page.media_type == MediaType::Html;
    let decoded = decode::decode(&page.bytes, page.charset.as_deref(), markup);
    document.notices = decoded.notices;
    if markup && decoded.text.contains('<') {
        let article = html::read(&decoded.text, &page.known, pages, dropped.is_some());
        if let Some(dropped) = dropped {
            *dropped = article.dropped;
        }
        document.text = article.text;
        document.blocks = article.blocks;
        document.metadata = article.metadata;
        document.notices.extend(article.notices);
        (document.status, document.reason) = (article.status, article.reason);
    } else {
        let plain = plain::read(&pages.words, &decoded.text);
        document.blocks = plain.blocks;
        document.metadata = plain.metadata;
        document.text = decoded.text.into_owned();
        if let Some(dropped) = dropped {
            *dropped = dropped::of_text(&pages.words, &document.text, &document.blocks);
        }
        if document.blocks.is_empty() {
            document.status = Status::Empty;
            "there is no text in it".clone_into(&mut document.reason);
        }
    }
    document.metadata.charset = Some(decoded.charset.to_owned());
    document.metadata.charset_basis = Some(decoded.basis);
}

/// What is known from outside goes before what the page says.
fn take_known(page: &Page, metadata: &mut Metadata) {
    let known = &page.known;
    if let Some(date) = known.published {
        // The page's own stamp of the same day knows the hour, too.
        let clock = metadata.published.take().filter(|d| d.date == date && d.time.is_some());
        metadata.published = Some(Dated {
            date,
            precision: if clock.is_some() { Precision::Minute } else { Precision::Day },
            time: clock.as_ref().and_then(|d| d.time),
            offset_minutes: clock.and_then(|d| d.offset_minutes),
            basis: DateBasis::Manifest,
        });
    }
    metadata.url = known.url.clone().or_else(|| metadata.canonical.clone());
    metadata.place.clone_from(&known.place);
    let host = metadata.url.as_deref().or(metadata.canonical.as_deref()).and_then(host_of).map(str::to_owned);
    let said = metadata.publisher.take();
    let said = said.map(|name| host_of(&name).map_or(name.clone(), str::to_owned));
    metadata.publisher = known.publisher.clone().or(host).or(said);
}

/// The host of an address, without `www.`.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (host.contains('.')).then(|| host.strip_prefix("www.").unwrap_or(host))
}

/// A page, read: stored text, blocks over it, and what the page says of itself.
#[derive(Debug, Clone)]
pub struct Document {
    /// Same as [`Page::id`](crate::page::Page::id).
    pub id: String,
    /// Whether there is an article to read, and if not, why.
    pub status: Status,
    /// One sentence for a person: what was found and what to do. Empty if [`Status::Ok`].
    pub reason: String,
    /// The stored text. Every offset of every output points into it.
    pub text: String,
    /// Blocks in reading order, their spans ascending and disjoint. Text outside them is white space or
    /// dropped boilerplate.
    pub blocks: Vec<Block>,
    /// Title, dates, publisher, …
    pub metadata: Metadata,
    /// Lower-case hexadecimal SHA-256 of the bytes received.
    pub sha256: String,
    /// What else there is to say.
    pub notices: Vec<Notice>,
}

/// What became of an input. Every input ends in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// An article was found and read.
    Ok,
    /// No bytes, or no text in them.
    Empty,
    /// Not text: an image, an archive, a PDF.
    Binary,
    /// The input could not be read (permission, vanished, not a file).
    Unreadable,
    /// A list, home, search or error page: links, not text.
    NotAnArticle,
    /// The text is drawn by a script.
    NeedsJavascript,
    /// Only a teaser is there.
    Paywall,
    /// Larger or deeper than the limits allow.
    TooLarge,
}

impl Status {
    /// The word in `documents.jsonl`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Unreadable => "unreadable",
            Self::NotAnArticle => "not_an_article",
            Self::NeedsJavascript => "needs_javascript",
            Self::Paywall => "paywall",
            Self::TooLarge => "too_large",
        }
    }
}

/// One paragraph, heading, list item, caption or table of the stored text.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the stored text.
    pub span: Span<Raw>,
    /// Index of the heading block that it stands under, if any.
    pub under: Option<usize>,
    /// Path into the page (`body>div:nth-child(2)>p:nth-child(1)`), empty for plain text and where the page is
    /// nested beyond all measure.
    pub path: String,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The standfirst: a summary set off above the body.
    Lead,
    /// A heading inside the body, 2 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// The caption of a picture or a table.
    Caption,
    /// A quotation set off from the body.
    Quote,
    /// A data table.
    Table(Table),
    /// Stored (a plain text file keeps everything) but not content: clock, counter, comment box, footer.
    /// Its numerals are rejected, never mined.
    Furniture,
}

/// A data table: cells over the stored text, spans expanded to a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Cells in reading order.
    pub cells: Vec<Cell>,
    /// Size of the grid after `rowspan` and `colspan`.
    pub rows: u32,
    /// Size of the grid after `rowspan` and `colspan`.
    pub columns: u32,
    /// How many rows at the top are heads.
    pub head_rows: u32,
    /// How many columns at the left are heads.
    pub head_columns: u32,
    /// The unit note (`ĐVT: tỷ đồng`), wherever it stands: in the table, its caption or just above.
    pub unit_note: Option<Span<Raw>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text.
    pub span: Span<Raw>,
    /// Top row in the grid, from 0.
    pub row: u32,
    /// Left column in the grid, from 0.
    pub column: u32,
    /// Rows it covers, at least 1.
    pub row_span: u32,
    /// Columns it covers, at least 1.
    pub column_span: u32,
    /// Marked as a head (`<th>`), or found to be one.
    pub head: bool,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// Who prints it: a host name or a name.
    pub publisher: Option<String>,
    /// Author line. Personal data: off by default in exports.
    pub author: Option<String>,
    /// When it was published. Never the page's clock.
    pub published: Option<Dated>,
    /// When it was last changed.
    pub modified: Option<Dated>,
    /// The clock of the page's header: when the page was drawn.
    pub page_clock: Option<Dated>,
    /// Address asked for or printed.
    pub url: Option<String>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// Section or rubric (`Kinh tế`).
    pub section: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Whom the text was taken from (`Nguồn: …`, `Theo …`).
    pub syndicated_from: Option<String>,
    /// A notice about rights, as printed.
    pub rights: Option<String>,
    /// Default place from outside (a manifest), by name or code.
    pub place: Option<String>,
    /// Character set that the bytes were read in, WHATWG name.
    pub charset: Option<String>,
    /// How that is known.
    pub charset_basis: Option<CharsetBasis>,
    /// `Trang 1 2 3`, `Xem tiếp`: there is more of this article elsewhere.
    pub paginated: bool,
}

/// A day, perhaps with a time, and how it is known; or only its month or year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The day, in the page's own zone (Vietnam: +07:00); the first one of a month or year.
    pub date: Date,
    /// How much of it is known.
    pub precision: Precision,
    /// The time of day, if printed.
    pub time: Option<Time>,
    /// Offset from UTC in minutes, if printed.
    pub offset_minutes: Option<i16>,
    /// Where it was read.
    pub basis: DateBasis,
}

impl fmt::Display for Dated {
    /// What is known of the day, as ISO 8601 has it: `2021-12-25`, `2021-12`, `2021`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Year => write!(f, "{:04}", self.date.year()),
            Precision::Month => write!(f, "{:04}-{:02}", self.date.year(), self.date.month()),
            Precision::Day | Precision::Minute => write!(f, "{}", self.date),
        }
    }
}

/// How much of a time is known, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// The time of day, too.
    Minute,
}

impl Precision {
    /// The word in `documents.jsonl`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Minute => "minute",
        }
    }
}

/// Where a date was read, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateBasis {
    /// A manifest or archive said so.
    Manifest,
    /// A site profile said where to look.
    Profile,
    /// `datePublished` in JSON-LD.
    JsonLd,
    /// `<meta property="article:published_time">` and kin.
    OpenGraph,
    /// `itemprop="datePublished"`.
    Microdata,
    /// `<time datetime>`.
    TimeElement,
    /// The stamp beside the title.
    Stamp,
    /// Digits in the address.
    Url,
}

impl DateBasis {
    /// The word in `documents.jsonl`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::JsonLd => "json_ld",
            Self::OpenGraph => "open_graph",
            Self::Microdata => "microdata",
            Self::TimeElement => "time_element",
            Self::Stamp => "stamp",
            Self::Url => "url",
            Self::Profile => "site_profile",
        }
    }
}

/// How a character set is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CharsetBasis {
    /// A byte order mark.
    ByteOrderMark,
    /// The HTTP header.
    Header,
    /// The bytes are valid UTF-8.
    ValidUtf8,
    /// `<meta charset>`.
    Meta,
    /// Guessed from the bytes.
    Detected,
}

impl CharsetBasis {
    /// The word in `documents.jsonl`.
    pub fn code(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte_order_mark",
            Self::Header => "header",
            Self::ValidUtf8 => "valid_utf8",
            Self::Meta => "meta",
            Self::Detected => "detected",
        }
    }
}

#[cfg(test)]
mod tests;
