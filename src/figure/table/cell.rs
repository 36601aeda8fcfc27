//! One cell of the body → its figures.
//!
//! In: a cell and what its row, its column and the table say. Out: a [`Figure`] for every number in it, or a refusal. A cell of prose is
//! read as prose.
//!
//! Example: `1.234 (12,5%)` is two figures, `1.234,5 2.345` two numbers that lost a border, and none.

use rust_decimal::Decimal;

use super::{
    Known, class_of,
    facts::{Facts, joined},
    head::{Said, Unit},
    heads::Heads,
    measure,
    sheet::{Sheet, is_bare_number},
};
use crate::{
    context::{
        period::{Anchor, Kind, Period, PeriodMention},
        place::{PlaceKind, PlaceMention},
    },
    document::Cell,
    figure::{
        BaseOf, Basis, Evidence, Figure, ReferenceTo, Refused, When, Whereabouts, lasting, phrase,
        reading::Walk, scene::Scene, whereabouts,
    },
    patterns::{
        Memo,
        catalogue::{Cue, Dimension, HeadRole, Measure, Status},
    },
    quantity::{
        Magnitude, Quantity, UnitExpression,
        cell::{self, Column, NamedUnit},
    },
    reading::Reading,
    span::{Raw, Span},
};

/// Where a cell stands.
pub(super) struct Place<'p, 'd> {
    pub sheet: &'p Sheet<'d>,
    pub row: usize,
    pub column: usize,
    pub cell: &'d Cell,
    pub block: usize,
}

/// More words than this are prose.
const PROSE: usize = 8;

impl Walk<'_> {
    pub(super) fn cell(
        &mut self,
        place: &Place,
        known: &Known,
        row: &Facts,
        section: Option<&Facts>,
        memo: &mut Memo,
    ) {
        let text = place.sheet.text;
        let words = place.sheet.words(place.cell);
        if !words.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let column = &known.columns[place.column];
        if let Some((role, entry)) = column.role.or(row.role).filter(|(role, _)| is_refused(*role)) {
            let (class, _) = class_of(role);
            let rule = self.patterns.entry(entry).id.clone();
            self.refuse_digits(text, place.cell.span, class, &rule);
            return;
        }
        let span = place.cell.span;
        if looks_like_a_code(words) {
            self.refuse_digits(text, span, "identifier", "figure.table.code");
            return;
        }
        let heads = Heads { column, row, section, known };
        let style = known.styles[place.column];
        let unit = heads.unit(self.percent(column, known.changes[place.column]));
        let given =
            Column { unit: unit.as_ref().map(|u| u.named.clone()), style: style.0, is_settled: style.1 };
        if is_bare_number(words) {
            let reading = Reading::new(span.of(text), span.start(), self.patterns, memo);
            let found = cell::find(&reading, &[], &given, self.patterns);
            let glued =
                found.quantities.len() > 1 && !found.quantities[1..].iter().all(|q| in_bracket(&reading, q));
            if glued || found.quantities.iter().any(|q| is_split(&reading, q)) {
                self.refuse_digits(text, span, "glued_numbers", "figure.table.glued");
                return;
            }
            self.unreadable(&reading, &found.unreadable);
            for (nth, quantity) in found.quantities.into_iter().enumerate() {
                if nth > 0 && quantity.unit.as_ref().is_none_or(|u| u.entry.is_none() || u.tokens.is_empty())
                {
                    self.refuse_number(&reading, &quantity, "list_number", "figure.table.footnote");
                    continue;
                }
                self.figure_of_cell(place, &heads, &reading, quantity, unit.as_ref(), None, memo);
            }
            return;
        }
        let mut scene = Scene::open(span.of(text), span.start(), place.block, self.patterns, memo);
        let n_words = scene.reading.tokens.iter().filter(|t| t.is_word()).count();
        if n_words > PROSE || place.sheet.is_wordy[place.column] && n_words > 1 {
            scene.count(style.0, self.patterns);
            // What a remark says governs nothing outside it.
            let before = self.memory.clone();
            self.block(&mut scene);
            self.memory = before;
            return;
        }
        scene.count_cell(&given, self.patterns);
        self.refuse_look_alikes(&scene);
        // A date in a cell says when something was; of numbers beside it nothing is known.
        for quantity in std::mem::take(&mut scene.quantities) {
            let verb = rise_or_fall(&scene, &quantity);
            let known_unit = unit.as_ref().filter(|_| quantity.unit.is_some());
            self.figure_of_cell(place, &heads, &scene.reading, quantity, known_unit, verb, memo);
        }
    }

    fn unreadable(&mut self, reading: &Reading, unreadable: &[crate::quantity::Unreadable]) {
        for numeral in unreadable {
            let span = reading.raw_span(&numeral.tokens);
            let class = numeral.reason.code().into();
            self.findings.refused.push(Refused { span, class, rule: "quantity.unreadable".into() });
        }
    }

    fn refuse_number(
        &mut self,
        reading: &Reading,
        quantity: &Quantity,
        class: &'static str,
        rule: &'static str,
    ) {
        let span = reading.raw_span(&quantity.number);
        self.findings.refused.push(Refused { span, class: class.into(), rule: rule.into() });
    }

    /// Per cent, for a column that compares and names no unit.
    fn percent(&self, column: &Facts, holds_changes: bool) -> Option<Unit> {
        let compared = column.compared.as_ref().filter(|_| column.unit.is_none() && !holds_changes)?;
        let unit = self.patterns.units.iter().find(|u| u.code.as_deref() == Some("percent"))?;
        Some(Unit {
            named: NamedUnit {
                unit: UnitExpression {
                    code: "percent".into(),
                    dimension: unit.dimension,
                    tokens: 0..0,
                    entry: Some(unit.entry),
                },
                scale: 0,
                tokens: 0..0,
            },
            text: String::new(),
            span: compared.span,
            is_noun: false,
            is_count: false,
        })
    }

    #[allow(clippy::too_many_arguments, reason = "all that is known of one cell")]
    fn figure_of_cell(
        &mut self,
        place: &Place,
        heads: &Heads,
        reading: &Reading,
        mut quantity: Quantity,
        unit: Option<&Unit>,
        verb: Option<bool>,
        memo: &mut Memo,
    ) {
        let dimension = quantity.unit.as_ref().map(|u| u.dimension);
        if let Some(class) = no_figure(dimension) {
            self.refuse_number(reading, &quantity, class, "figure.sift");
            return;
        }
        let mut evidence = Vec::new();
        let lent = quantity.unit.as_ref().is_some_and(|u| u.tokens.is_empty());
        if let Some(unit) = unit.filter(|_| lent) {
            quantity.reported.unit_text.clone_from(&unit.text);
            evidence.push(Evidence { field: "unit", span: unit.span, entry: unit.named.unit.entry });
        }
        let mut quote = reading.raw_span(&quantity.tokens);
        let bracketed = in_bracket(reading, &quantity) && quantity.tokens.start == 1;
        if bracketed && reading.tokens.len() == quantity.tokens.end + 1 && is_bare_number(reading.norm()) {
            quantity.magnitude = quantity.magnitude.negated();
            quote = reading.raw_span(&(0..reading.tokens.len()));
        }
        let mut measure = measure::of(heads.column, heads.row, dimension, heads.known.changes[place.column]);
        if let Some(falls) = verb {
            measure = Measure::Change;
            if falls && !is_negative(&quantity) {
                quantity.magnitude = quantity.magnitude.negated();
            }
        }
        let mut code = quantity.unit.as_ref().map(|u| u.code.clone());
        let (subject, spans) =
            heads.parts().subject(dimension).map_or((None, Vec::new()), |(s, at)| (Some(s), at));
        let named_at = spans.first().copied();
        evidence.extend(spans.into_iter().map(|span| Evidence { field: "subject", span, entry: None }));
        let mut status = self.status_of_cell(heads, &mut evidence);
        let when = self.period_of_cell(heads, status, &mut evidence, memo);
        if let (Status::Observed, Some(when), Some(published)) = (status, &when, self.clock.published)
            && when.period.start > published
        {
            status = Status::Forecast;
        }
        let rate = subject.as_ref().is_some_and(|s| s.is_rate);
        // The difference of two rates, unless the column itself says per cent of another.
        if measure == Measure::Change && dimension == Some(Dimension::Percent) && rate {
            code = Some("percentage_point".into());
        }
        let (reference, base) = self.against(heads, measure, when.as_ref(), &mut evidence);
        let place_of = self.place_of_cell(heads, when.as_ref(), &mut evidence);
        evidence.extend(heads.words_of_roles());
        if let Some(span) = heads.known.around.said_at {
            evidence.push(Evidence { field: "attribution", span, entry: None });
        }
        let mut flags = quantity.flags.clone();
        flags.retain(|f| *f != "year_like");
        if code.is_none() {
            flags.push("no_unit");
        }
        let total = heads.row.total.or(heads.column.total).is_some()
            || heads.row.place.as_ref().is_some_and(|(p, _, _)| is_whole(p));
        let mut figure = Figure {
            block: place.block,
            unit: code,
            quote,
            sentence: sentence(place),
            measure,
            status,
            subject,
            base,
            when,
            reference,
            place: place_of,
            said_by: heads.known.around.said_by.clone(),
            evidence,
            flags,
            rule: if total { "table.total" } else { "table.cell" },
            quantity,
            duplicate_of: None,
            confidence: "medium",
            checks: Vec::new(),
            cell: Some(super::super::CellOf {
                row: place.row as u32,
                column: place.column as u32,
                is_total: total,
                is_total_row: heads.row.total.is_some()
                    || heads.row.place.as_ref().is_some_and(|(p, _, _)| is_whole(p)),
                is_part: heads.row.is_part,
            }),
        };
        let points = figure.unit.as_deref() == Some("percentage_point");
        self.claim(&mut figure, if points { Some(Dimension::Point) } else { dimension });
        let named = figure.subject.as_ref().and_then(|s| s.indicator.as_deref());
        if let Some((id, span)) = named.zip(named_at) {
            let entry = self.patterns.indicators.iter().find(|i| i.id == id).map(|i| i.entry);
            figure.evidence.push(Evidence { field: "indicator", span, entry });
        }
        self.findings.figures.push(figure);
    }

    fn status_of_cell(&self, heads: &Heads, evidence: &mut Vec<Evidence>) -> Status {
        let said = heads.nearest(|f| f.status);
        let Some((status, entry, span)) = said else { return Status::Observed };
        evidence.push(Evidence { field: "status", span, entry: Some(entry) });
        status
    }

    /// What a period in a head counts from.
    fn anchor_of(&self, own: Option<&Period>, future: bool) -> Anchor {
        Anchor { own: own.cloned(), future, ..self.clock.day() }
    }

    fn period_of_cell(
        &mut self,
        heads: &Heads,
        status: Status,
        evidence: &mut Vec<Evidence>,
        memo: &mut Memo,
    ) -> Option<When> {
        let future = matches!(status, Status::Target | Status::Forecast);
        let caption = heads.known.around.caption.period.clone();
        let row = heads.row.period.clone().or_else(|| heads.section.and_then(|s| s.period.clone()));
        let own = joined(row, heads.column.period.clone(), self.patterns, memo);
        let stated = own.is_some();
        let said = joined(caption.clone(), own, self.patterns, memo);
        let opening = self.memory.document_period.as_ref().map(|m| Said {
            mention: m.mention.clone(),
            text: m.text.clone(),
            span: m.evidence().span,
        });
        // `Tháng 5`, `đến hết năm`: the year stands in the headline.
        let said = match said {
            Some(said) if said.mention.is_relative() && said.mention.kind != Kind::SamePeriod => {
                let whole = opening.and_then(|o| joined(Some(o), Some(said.clone()), self.patterns, memo));
                whole.or(Some(said))
            }
            said => said,
        };
        let carried = lasting::carried(&self.memory, future, false);
        let before = carried.as_ref().map(|(when, _)| when.period.clone());
        let basis = if stated { Basis::Stated } else { Basis::Paragraph };
        let governing = caption.and_then(|c| c.mention.resolve(&self.anchor_of(None, future))).or(before);
        let period = said.as_ref().and_then(|said| {
            resolved(&said.mention, &self.anchor_of(governing.as_ref(), future))
                .or_else(|| said.mention.resolve(&self.anchor_of(None, future)))
        });
        let Some((said, period)) = said.zip(period) else {
            let (when, words) = carried?;
            evidence.push(words);
            return Some(when);
        };
        evidence.push(Evidence { field: "period", span: said.span, entry: None });
        Some(When { period, text: said.text, basis })
    }

    /// What a change, gap, multiple or attainment is measured against.
    fn against(
        &self,
        heads: &Heads,
        measure: Measure,
        when: Option<&When>,
        evidence: &mut Vec<Evidence>,
    ) -> (Option<Box<ReferenceTo>>, Option<BaseOf>) {
        let compared = heads.column.compared_with().or(heads.row.compared_with());
        let Some(compared) = compared else { return (None, None) };
        let field = if measure == Measure::Level { "base" } else { "reference" };
        evidence.push(Evidence { field, span: compared.span, entry: None });
        if measure == Measure::Level {
            let text = compared.text.clone();
            return (None, Some(BaseOf { code: None, text, basis: Basis::Stated }));
        }
        let own = when.map(|w| &w.period);
        let period = compared.period.as_ref().and_then(|p| p.mention.resolve(&self.anchor_of(own, false)));
        let target = compared.plan.then(|| compared.text.clone());
        (Some(Box::new(ReferenceTo { period, target, text: compared.text.clone() })), None)
    }

    fn place_of_cell(
        &self,
        heads: &Heads,
        when: Option<&When>,
        evidence: &mut Vec<Evidence>,
    ) -> Option<Whereabouts> {
        let on = when.map(|w| w.period.end).or(self.clock.published);
        let known = |facts: &Facts, basis| {
            let (mention, _, span) = facts.place.as_ref()?;
            if mention.is_foreign() && !facts.lists_places {
                return None;
            }
            let place = whereabouts::named(mention, basis, &self.memory, &self.home, self.patterns, on)?;
            Some((place, *span))
        };
        let unknown = heads.row.unknown_place.as_ref().map(|(name, level, span)| {
            (Whereabouts { name: name.clone(), code: None, level, basis: Basis::Stated }, *span)
        });
        let caption = &heads.known.around.caption;
        let found = known(heads.row, Basis::Stated)
            .or(unknown)
            .or_else(|| known(heads.column, Basis::Stated))
            .or_else(|| heads.section.and_then(|s| known(s, Basis::Stated)))
            .or_else(|| known(caption, Basis::Paragraph));
        if let Some((place, span)) = found {
            evidence.push(Evidence { field: "place", span, entry: None });
            return Some(place);
        }
        self.home.default.clone().map(|d| Whereabouts { basis: Basis::Document, ..d })
    }
}

/// The row, as the sentence of its cells; of a row that no person reads only the cell, or every record would carry it whole.
fn sentence(place: &Place) -> Span<Raw> {
    let row = place.sheet.row_span(place.row).unwrap_or(place.cell.span);
    if row.len() <= LONGEST_ROW { row } else { place.cell.span }
}

/// Longest row that is a sentence, in bytes.
const LONGEST_ROW: usize = 4000;

/// `Cả nước`, `Toàn tỉnh`: the sum of the places listed.
fn is_whole(place: &PlaceMention) -> bool {
    matches!(place.kind, PlaceKind::National | PlaceKind::Own)
}

fn resolved(mention: &PeriodMention, anchor: &Anchor) -> Option<Period> {
    // Only `cùng kỳ` counts from the caption's period; a year or month counts from the publication.
    (mention.kind == Kind::SamePeriod).then(|| mention.resolve(anchor)).flatten()
}

pub(super) fn is_refused(role: HeadRole) -> bool {
    use HeadRole::{Code, Counter, Date, Phone, Rank};
    matches!(role, Counter | Code | Phone | Date | Rank)
}

/// `001`, `00123`: digits that begin with two noughts or are long and begin with one.
fn looks_like_a_code(words: &str) -> bool {
    words.bytes().all(|b| b.is_ascii_digit())
        && words.starts_with('0')
        && (words.len() >= 4 || words.starts_with("00") && words.len() > 2)
}

fn in_bracket(reading: &Reading, quantity: &Quantity) -> bool {
    quantity.tokens.start > 0 && reading.tokens[quantity.tokens.start - 1].is('(')
}

/// `12 345,6 78`: digits that blanks part, not in threes.
fn is_split(reading: &Reading, quantity: &Quantity) -> bool {
    let numerals = quantity.number.clone().filter(|at| reading.tokens[*at].is_number()).count();
    numerals > 2 && !matches!(quantity.magnitude, Magnitude::Point(_)) && quantity.out_of.is_none()
}

/// Whether `tăng` (false) or `giảm` (true) stands before the number.
fn rise_or_fall(scene: &Scene, quantity: &Quantity) -> Option<bool> {
    let before = 0..quantity.tokens.start;
    let verb = |cue: Cue| before.clone().any(|at| phrase::any_cue(scene, at, &[cue]).is_some());
    let arrow = |marks: [char; 3]| before.clone().any(|at| marks.iter().any(|m| scene.is_mark(at, *m)));
    match (verb(Cue::Rise) || arrow(['▲', '↑', '△']), verb(Cue::Fall) || arrow(['▼', '↓', '▽'])) {
        (_, true) => Some(true),
        (true, false) => Some(false),
        _ => None,
    }
}

fn is_negative(quantity: &Quantity) -> bool {
    quantity.magnitude.high() < Decimal::ZERO
}

fn no_figure(dimension: Option<Dimension>) -> Option<&'static str> {
    match dimension {
        Some(Dimension::Time) => Some("duration"),
        Some(Dimension::Age) => Some("age"),
        _ => None,
    }
}
