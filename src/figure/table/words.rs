//! The words of heads, and how a row's and a column's go together in one subject.
//!
//! In: what is left of head cells. Out: [`Words`], and the [`Subject`] of a cell. The words that name a measure (`Số …`, `Tỷ lệ …`, an
//! indicator) come first, those that name a part of it follow; a caption helps where no head names a measure.
//!
//! Example: row `Bảo hiểm y tế`, column `Số người tham gia` → `Số người tham gia bảo hiểm y tế`.

use crate::{
    figure::{Subject, scene::Scene, subject},
    patterns::{
        Hit, Meaning,
        catalogue::{Cue, Dimension, Part},
    },
    reading::Tokens,
    span::{Raw, Span},
};

/// Words that name something.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// As they stand.
    pub text: String,
    /// The terms in them.
    pub hits: Vec<Hit>,
    /// They name a measure, not only a part of one.
    pub measures: bool,
    /// They name a thing of the pattern files or a group.
    pub named: bool,
    /// They say nothing without what they are a number of: `Số lượng`, `Tỷ lệ`.
    pub is_bare: bool,
    pub is_rate: bool,
    pub is_growth: bool,
    /// Where they stand.
    pub span: Span<Raw>,
}

/// The words in some runs of tokens, in order.
pub(super) fn of(scene: &Scene, runs: &[Tokens]) -> Words {
    let first = runs.first().map_or(0, |r| r.start);
    let hits = subject::hits(scene, runs);
    let head = |at: usize| {
        scene.reading.hits_at(at).iter().any(|h| {
            matches!(
                h.meaning,
                Meaning::Cue(Cue::CountHead | Cue::Rate | Cue::Sum | Cue::Growth | Cue::BareHead | Cue::Mean)
                    | Meaning::Indicator(_, Part::Term | Part::Head)
            )
        })
    };
    let last = runs.last().map_or(0, |r| r.end);
    let bare = crate::figure::phrase::any_cue(scene, first, &[Cue::BareHead, Cue::CountHead, Cue::Rate]);
    let text = subject::words(scene, runs);
    let span = scene.reading.raw_span(&(first..last.max(first + 1)));
    Words {
        measures: (first..(first + 2).min(last)).any(head),
        named: hits.iter().any(|h| matches!(h.meaning, Meaning::Indicator(..) | Meaning::Group(_))),
        is_bare: bare.is_some_and(|end| end >= last),
        is_rate: scene.is_cue(first, Cue::Rate).is_some(),
        is_growth: scene.is_cue(first, Cue::Growth).is_some(),
        hits,
        text,
        span,
    }
}

/// What a subject is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts<'w> {
    /// Of the column, from the top.
    pub column: Vec<&'w Words>,
    /// Of the row, from the outermost.
    pub row: Vec<&'w Words>,
    /// Of the heading row that it stands under.
    pub section: Option<&'w Words>,
    /// Of the caption.
    pub caption: Option<&'w Words>,
    /// The row is the whole.
    pub is_total: bool,
}

impl<'w> Parts<'w> {
    /// The words in the order of the subject.
    fn ordered(&self) -> Vec<&'w Words> {
        let measures = |words: &[&Words]| words.iter().any(|w| w.measures);
        let (mut first, second) = if measures(&self.row) && !measures(&self.column) {
            (self.row.clone(), &self.column)
        } else {
            (self.column.clone(), &self.row)
        };
        first.extend(second.iter().copied());
        let section = self.section.filter(|s| s.named && !first.iter().any(|w| w.text == s.text));
        if let Some(section) = section {
            first.insert(first.len().min(1), section);
        }
        let named = first.iter().any(|w| w.measures && !w.is_bare);
        if let Some(caption) = self.caption.filter(|c| !named && (c.measures || first.is_empty())) {
            first.insert(0, caption);
        }
        first
    }

    /// The subject, and where its words stand.
    pub(super) fn subject(&self, dimension: Option<Dimension>) -> Option<(Subject, Vec<Span<Raw>>)> {
        let pieces = self.ordered();
        let first = pieces.first()?;
        let mut text = String::new();
        for piece in &pieces {
            let words = if text.is_empty() { unshouted(&piece.text) } else { lowered(&piece.text) };
            // `Số người tham gia BHXH` under `Số người tham gia`.
            if text.to_lowercase().contains(&words.to_lowercase()) && !text.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&words);
        }
        let summed = dimension.is_some_and(|d| !matches!(d, Dimension::Percent | Dimension::Permille));
        if self.is_total && summed && !first.is_rate && !text.to_lowercase().starts_with("tổng") {
            text = format!("Tổng {}", lowered(&text));
        }
        let subject = Subject {
            stem: text.clone(),
            text,
            hits: pieces.iter().flat_map(|p| p.hits.iter().copied()).collect(),
            is_rate: pieces.iter().any(|p| p.is_rate),
            is_growth: first.is_growth,
            is_own: true,
            ..Subject::default()
        };
        Some((subject, pieces.iter().map(|p| p.span).collect()))
    }
}

/// Inside a phrase: a capital that only opened the cell is small, a line in capitals too.
fn lowered(text: &str) -> String {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let upper = |w: &str| w.chars().all(|c| !c.is_lowercase());
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    if is_shouted(text) {
        return text.to_lowercase();
    }
    let second = words.next();
    // `BHXH`, `Hà Nội`: short forms and names keep their capitals.
    let name = second.is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase));
    if (upper(first) && letters > 1) || name {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// A line in capitals, no short form.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.contains(' ') && letters > 8 && !text.chars().any(char::is_lowercase)
}

/// `THU NGÂN SÁCH NHÀ NƯỚC` → `Thu ngân sách nhà nước`.
fn unshouted(text: &str) -> String {
    if !is_shouted(text) {
        return text.to_owned();
    }
    let lower = text.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
