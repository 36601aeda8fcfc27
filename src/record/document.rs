//! One row of `documents.jsonl` per input, whatever became of it: schema `solieu.document/1`.
//!
//! In: a [`Document`] and what was found in it. Out: a [`DocumentRecord`].
//!
//! Worked example: an empty file gives `{"document":"a.txt","status":"empty","reason":"there is no text in it",…}`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Record, Rejected};
use crate::{
    document::{self, Document},
    notice::Notice,
    page::hexadecimal,
};

/// Name and version of the schema of a document's row.
pub const DOCUMENT_SCHEMA: &str = "solieu.document/1";

/// What is known of one input, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// [`DOCUMENT_SCHEMA`].
    pub schema: String,
    /// Id of the document: every other output names it so.
    pub document: String,
    /// `ok`, `empty`, `binary`, `unreadable`, …
    pub status: String,
    /// One sentence for a person, unless all is well.
    pub reason: Option<String>,
    /// SHA-256 of the bytes received; null where none could be read.
    pub sha256: Option<String>,
    /// SHA-256 of the stored text as UTF-8, the text that offsets point into; null where there is none.
    pub text_sha256: Option<String>,
    /// Unicode scalars of the stored text.
    pub text_length: usize,
    /// The headline.
    pub title: Option<String>,
    /// Who prints it.
    pub publisher: Option<String>,
    /// When it was published, and how that is known.
    pub published: Option<Dated>,
    /// When it was last changed.
    pub modified: Option<Dated>,
    /// The clock of the page's header: never the date of publication.
    pub page_clock: Option<Dated>,
    /// Address.
    pub url: Option<String>,
    /// The address that the page itself gives.
    pub canonical: Option<String>,
    /// Section or rubric.
    pub section: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Whom the text was taken from.
    pub syndicated_from: Option<String>,
    /// A notice about rights, as printed.
    pub rights: Option<String>,
    /// Default place, from outside.
    pub place: Option<String>,
    /// Character set.
    pub charset: Option<String>,
    /// How it is known.
    pub charset_basis: Option<String>,
    /// There is more of this article on other pages.
    pub paginated: bool,
    /// Figures found, by status.
    pub figures: FigureCounts,
    /// Numerals that are no figure, by class.
    pub rejected: BTreeMap<String, usize>,
    /// An earlier document of the run with the very same bytes.
    pub same_bytes_as: Option<String>,
    /// What else there is to say.
    pub notices: Vec<NoticeRecord>,
}

/// A day, perhaps with a time, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// `2021-12-25`; `2021-12` or `2021` where no more is known.
    pub date: String,
    /// How much is known: `year`, `month`, `day`, `minute`.
    pub precision: String,
    /// `08:30:00`, if printed.
    pub time: Option<String>,
    /// Minutes ahead of UTC, if printed.
    pub offset_minutes: Option<i16>,
    /// Where it was read.
    pub basis: String,
}

/// How many figures, and how many of each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureCounts {
    /// All.
    pub total: usize,
    /// Seen, counted, reported.
    pub observed: usize,
    /// ước, sơ bộ.
    pub estimated: usize,
    /// phấn đấu, mục tiêu, kế hoạch.
    pub target: usize,
    /// dự kiến, dự báo.
    pub forecast: usize,
    /// Fixed by a policy.
    pub rule: usize,
}

/// A remark about the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecord {
    /// A stable word.
    pub code: String,
    /// The remark.
    pub text: String,
    /// Unicode scalar offset into the stored text, if it is about one place.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
}

/// The stored text of a document: one line of `texts.jsonl`, where it was asked for. Every offset points into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredText {
    /// Id of the document.
    pub document: String,
    /// The text.
    pub text: String,
}

impl DocumentRecord {
    /// The row of a document in which so many figures and these rejected numerals were found.
    pub fn new(document: &Document, figures: FigureCounts, rejected: &[Rejected]) -> Self {
        let known = &document.metadata;
        let filled = |s: &String| (!s.is_empty()).then(|| s.clone());
        Self {
            schema: DOCUMENT_SCHEMA.to_owned(),
            document: document.id.clone(),
            status: document.status.code().to_owned(),
            reason: filled(&document.reason),
            sha256: filled(&document.sha256),
            text_sha256: (!document.text.is_empty()).then(|| hexadecimal(&Sha256::digest(&document.text))),
            text_length: document.text.chars().count(),
            title: known.title.clone(),
            publisher: known.publisher.clone(),
            published: known.published.as_ref().map(Dated::from),
            modified: known.modified.as_ref().map(Dated::from),
            page_clock: known.page_clock.as_ref().map(Dated::from),
            url: known.url.clone(),
            canonical: known.canonical.clone(),
            section: known.section.clone(),
            language: known.language.clone(),
            syndicated_from: known.syndicated_from.clone(),
            rights: known.rights.clone(),
            place: known.place.clone(),
            charset: known.charset.clone(),
            charset_basis: known.charset_basis.map(|b| b.code().to_owned()),
            paginated: known.paginated,
            figures,
            rejected: by_class(rejected),
            same_bytes_as: None,
            notices: document.notices.iter().map(|n| NoticeRecord::new(n, &document.text)).collect(),
        }
    }
}

impl FigureCounts {
    /// Counts a figure.
    pub fn add(&mut self, record: &Record) {
        self.total += 1;
        let of_status = match &*record.status {
            "estimated" => &mut self.estimated,
            "target" => &mut self.target,
            "forecast" => &mut self.forecast,
            "rule" => &mut self.rule,
            _ => &mut self.observed,
        };
        *of_status += 1;
    }
}

impl From<&document::Dated> for Dated {
    fn from(dated: &document::Dated) -> Self {
        Self {
            date: dated.to_string(),
            precision: dated.precision.code().to_owned(),
            time: dated.time.map(|t| t.to_string()),
            offset_minutes: dated.offset_minutes,
            basis: dated.basis.code().to_owned(),
        }
    }
}

impl NoticeRecord {
    fn new(notice: &Notice, text: &str) -> Self {
        let scalars = |byte: usize| text[..byte].chars().count();
        Self {
            code: notice.code.to_owned(),
            text: notice.text.clone(),
            start: notice.span.map(|s| scalars(s.start())),
            end: notice.span.map(|s| scalars(s.end())),
        }
    }
}

fn by_class(rejected: &[Rejected]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for numeral in rejected {
        if let Some(count) = counts.get_mut(&*numeral.class) {
            *count += 1;
        } else {
            counts.insert(numeral.class.clone().into_owned(), 1);
        }
    }
    counts
}
