//! One head cell: what it says of its row or column.
//!
//! In: the text of a head, a caption or a note. Out: a [`Head`]: period, place, unit, status, comparison, and the words that are
//! left, which name what is measured. A cell is read piece by piece, and what has been read is left out of the words.
//!
//! Example: `Ước thực hiện năm 2021 (tỷ đồng)` is an estimate of 2021 in thousands of millions of dong, and names nothing.

use super::{pieces::Pieces, words::Words};
use crate::{
    context::{
        period::{Kind, PeriodMention},
        place::PlaceMention,
    },
    figure::{Refused, scene::Scene},
    patterns::{
        EntryId, Memo, Patterns,
        catalogue::{Cue, HeadRole, Status},
    },
    quantity::cell::NamedUnit,
    reading::Tokens,
    span::{Raw, Span},
};

/// A period as a head says it.
#[derive(Debug, Clone)]
pub(in crate::figure) struct Said {
    /// The mention.
    pub mention: PeriodMention,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub span: Span<Raw>,
}

/// A unit as a head names it.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Unit and scale.
    pub named: NamedUnit,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub span: Span<Raw>,
    /// It is the noun that is counted (`số hộ`), not a note in brackets.
    pub is_noun: bool,
    /// It stands behind `số`.
    pub is_count: bool,
}

/// What the numbers are compared with.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    /// With a plan: its words.
    pub plan: bool,
    /// With a period.
    pub period: Option<Said>,
    /// All its words.
    pub text: String,
    /// Where they stand.
    pub span: Span<Raw>,
}

/// A word of the pattern files, where it stands.
pub(super) type Word = (EntryId, Span<Raw>);

/// What one head cell says.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// The words that name something.
    pub words: Option<Words>,
    /// When.
    pub period: Option<Said>,
    /// Where.
    pub place: Option<(PlaceMention, String, Span<Raw>)>,
    /// Where, by a name that only the head of its column calls a place; and its level.
    pub unknown_place: Option<(String, &'static str, Span<Raw>)>,
    /// In what.
    pub unit: Option<Unit>,
    /// Seen, aimed at, …
    pub status: Option<(Status, EntryId, Span<Raw>)>,
    /// Against what.
    pub compared: Option<Compared>,
    /// Differences, and the entry that says so.
    pub difference: Option<Word>,
    /// The whole: `Tổng cộng`.
    pub total: Option<Word>,
    /// All that it says is one role: `STT`, `ĐVT`, `Điện thoại`.
    pub role: Option<(HeadRole, EntryId)>,
    /// `- Nữ`, `Trong đó: nữ`: a part of the row above.
    pub is_part: bool,
    /// The words of roles that left their mark, with the field that they gave.
    pub words_of_roles: Vec<(&'static str, Word)>,
}

/// What every head is read with.
pub(super) struct Reader<'r> {
    pub patterns: &'r Patterns,
    pub memo: &'r mut Memo,
    pub refused: &'r mut Vec<Refused>,
    pub block: usize,
}

impl Reader<'_> {
    /// Reads the text at `span`. Its numerals that are no period are refused.
    pub(super) fn head(&mut self, text: &str, span: Span<Raw>) -> Head {
        let scene = Scene::open(span.of(text), span.start(), self.block, self.patterns, self.memo);
        let mut head = Head::default();
        let mut left = Pieces::new(&scene, self.patterns);
        left.skip_number_of_row(&mut head);
        head.role = left.only_role();
        if let Some((HeadRole::Total, entry)) = head.role {
            head.total = Some((entry, span));
        }
        left.notes_in_brackets(&mut head);
        self.compared(&mut left, &mut head);
        self.period(&mut left, &mut head);
        left.percent(&mut head);
        left.place(&mut head);
        left.roles(&mut head);
        left.words(&mut head);
        left.refuse(&head, self.refused);
        head
    }

    /// `so với cùng kỳ`, `% KH`, `2020/2019`, `TH/KH`.
    fn compared(&mut self, left: &mut Pieces, head: &mut Head) {
        let scene = left.scene;
        let len = scene.reading.tokens.len();
        let ratio = (0..len).find_map(|at| {
            let (role, entry, end) = left.role_at(at).filter(|_| left.is_free(at))?;
            (role == HeadRole::Ratio).then_some((at..end, entry))
        });
        let word = |(range, entry): &(Tokens, EntryId)| ("measure", (*entry, scene.reading.raw_span(range)));
        head.words_of_roles.extend(ratio.iter().map(word));
        let Some(at) = (0..len).find(|at| left.is_free(*at) && scene.is_cue(*at, Cue::Compare).is_some())
        else {
            if let Some(range) = left.year_over_year() {
                let mut compared = left.comparison(range.clone(), false);
                compared.period = self.year(left, &(range.end - 1..range.end));
                head.compared = Some(compared);
                left.take(&range);
            } else if let Some(range) = left.result_over_plan() {
                let plan = range.clone().rev().find(|at| left.role_at(*at).is_some()).unwrap_or(range.start);
                head.compared = Some(left.comparison(plan..range.end, true));
                left.take(&range);
            } else if let Some((range, _)) = ratio {
                head.compared = Some(left.comparison(range.clone(), false));
                left.take(&range);
            }
            return;
        };
        let end = (at..len).find(|i| !left.is_free(*i)).unwrap_or(len);
        let range = at..end;
        let plan = range.clone().find(|i| {
            scene.is_cue(*i, Cue::Plan).is_some()
                || left.role_at(*i).is_some_and(|(role, _, _)| role == HeadRole::Plan)
        });
        let mut compared = left.comparison(plan.unwrap_or(at)..end, plan.is_some());
        compared.period = scene
            .periods
            .iter()
            .find(|p| range.start <= p.tokens.start && p.tokens.end <= range.end)
            .map(|p| left.said(p))
            .or_else(|| self.bare_year(left, &range));
        head.compared = Some(compared);
        left.take(&range);
    }

    /// The period of the head itself.
    fn period(&mut self, left: &mut Pieces, head: &mut Head) {
        // Of `2020/2019` the later year is the column's own.
        if let Some(year) = left.later_year.take() {
            head.period = self.year(left, &(year..year + 1));
            return;
        }
        let scene = left.scene;
        let mention = scene.periods.iter().find(|p| {
            left.is_free(p.tokens.start)
                && (p.is_governing() || matches!(p.kind, Kind::SamePeriod | Kind::Stamp | Kind::Duration))
        });
        if let Some(mention) = mention {
            let range = mention.tokens.clone();
            // A stamp is a day that stands alone, `6 tháng` the first six of a year.
            let said = left.said(mention);
            head.period = match mention.kind {
                Kind::Stamp => self.reread(&format!("đến ngày {}", said.text), &said),
                Kind::Duration => self.reread(&format!("{} đầu năm nay", said.text), &said),
                _ => Some(said),
            };
            if head.period.is_some() {
                left.take(&range);
            }
            return;
        }
        let all = 0..scene.reading.tokens.len();
        if let Some((range, said)) =
            left.bare_year_in(&all).and_then(|r| Some((r.clone(), self.year(left, &r)?)))
        {
            head.period = Some(said);
            left.take(&range);
        }
    }

    fn bare_year(&mut self, left: &Pieces, range: &Tokens) -> Option<Said> {
        let year = left.bare_year_in(range)?;
        self.year(left, &year)
    }

    /// A year, or two joined by a dash, without the word for it.
    fn year(&mut self, left: &Pieces, range: &Tokens) -> Option<Said> {
        let text = left.scene.text(range).to_owned();
        let span = left.scene.reading.raw_span(range);
        let whole = if range.len() > 1 { format!("giai đoạn {text}") } else { format!("năm {text}") };
        let mention = mention(&whole, self.patterns, self.memo)?;
        Some(Said { mention, text, span })
    }

    fn reread(&mut self, text: &str, said: &Said) -> Option<Said> {
        let mention = mention(text, self.patterns, self.memo)?;
        Some(Said { mention, ..said.clone() })
    }
}

/// The period that a text is.
pub(in crate::figure) fn mention(text: &str, patterns: &Patterns, memo: &mut Memo) -> Option<PeriodMention> {
    let scene = Scene::open(text, 0, 0, patterns, memo);
    scene.periods.into_iter().find(PeriodMention::is_governing)
}

/// Whether a text is a period and what is compared: `6 tháng 2021`, `2020/2019 (%)`.
pub(super) fn is_period(text: &str, patterns: &Patterns, memo: &mut Memo) -> bool {
    let scene = Scene::open(text, 0, 0, patterns, memo);
    let left = Pieces::new(&scene, patterns);
    let all = 0..scene.reading.tokens.len();
    let year = left.bare_year_in(&all).is_some_and(|r| r.start == 0);
    let first = scene.periods.first().is_some_and(|p| {
        p.tokens.start == 0 && (p.is_governing() || p.kind == Kind::Duration && text.contains("tháng"))
    });
    (year && scene.quantities.is_empty() && text.trim().len() > 4) || year && text.trim().len() == 4 || first
}

/// Two heads that complete each other: `Tháng 5` under `Năm 2020`.
pub(super) fn completed(relative: &Said, year: &Said, patterns: &Patterns, memo: &mut Memo) -> Option<Said> {
    // `đến hết năm` and `2020`, `Tháng 5` and `năm 2020`: the word for the year stands once.
    let lower = year.text.to_lowercase();
    let bare = lower.strip_prefix("năm ").unwrap_or(&lower);
    let is_year = bare.len() == 4 && !relative.text.to_lowercase().ends_with("năm");
    let text = format!("{} {}{bare}", relative.text, if is_year { "năm " } else { "" });
    let mention = mention(&text, patterns, memo)?;
    Some(Said { mention, text: format!("{} {}", relative.text, year.text), span: relative.span })
}
