//! Arithmetic between the figures of a document, and which of them repeat another.
//!
//! In: the figures of a document. Out: their `checks`, `duplicate_of` and `confidence`. Nothing printed is ever rewritten: a check that fails
//! flags the figure, a check that holds raises its confidence.
//!
//! Worked example: 7.239.094 người năm 2020, 4.603.058 người năm 2012, `tăng 2.636.036 người, tăng 57,2%`: the difference matches; the percentage
//! is 57,27, printed cut, not rounded: consistent within one unit of the last printed place.

mod settle;
mod sums;

use rust_decimal::Decimal;

use super::{Basis, Check, Figure};
use crate::{
    document::{BlockKind, Document},
    patterns::catalogue::{Dimension, Measure, Qualifier},
    quantity::Magnitude,
};

/// Adds checks, duplicates and confidence.
pub(super) fn audit(document: &Document, figures: &mut [Figure]) {
    settle::settle(figures);
    duplicates(document, figures);
    for at in 0..figures.len() {
        for rule in [relative_change, level_difference, share_of_count, sums::of_sentence] {
            let Some(check) = rule(figures, at) else { continue };
            if !check.ok {
                figures[at].flags.push("arithmetic_mismatch");
            }
            figures[at].checks.push(check);
        }
    }
    for (index, check) in sums::of_tables(figures) {
        if !check.ok {
            figures[index].flags.push("arithmetic_mismatch");
        }
        figures[index].checks.push(check);
    }
    for figure in figures {
        figure.confidence = confidence(figure);
    }
}

/// The value of a point figure.
fn point(figure: &Figure) -> Option<Decimal> {
    match figure.quantity.magnitude {
        Magnitude::Point(value) => Some(value),
        Magnitude::Range { .. } => None,
    }
}

/// One unit of the last printed place, in base units.
fn last_place(figure: &Figure) -> Decimal {
    let scale = figure.quantity.reported.decimals;
    let mut unit = Decimal::new(1, scale.min(28));
    for _ in 0..figure.quantity.reported.unit_mult.clamp(0, 18) {
        unit = unit.checked_mul(Decimal::TEN).unwrap_or(unit);
    }
    unit
}

/// How a printed number stands to the computed one: `exact`, `rounded`, `cut` (the digits behind left off), or `contradicts`.
fn verdict(computed: Decimal, printed: Decimal, place: Decimal) -> &'static str {
    let off = (computed - printed).abs();
    match () {
        () if off.is_zero() => "exact",
        () if off.checked_add(off).is_some_and(|twice| twice <= place) => "rounded",
        () if off <= place && computed.abs() > printed.abs() => "cut",
        () if off <= place => "rounded up",
        () => "contradicts",
    }
}

fn dimension(figure: &Figure) -> Option<Dimension> {
    figure.quantity.unit.as_ref().map(|u| u.dimension)
}

fn same_subject(a: &Figure, b: &Figure) -> bool {
    match (&a.subject, &b.subject) {
        (Some(a), Some(b)) => {
            a.text == b.text || (a.indicator.is_some() && a.indicator == b.indicator && a.group == b.group)
        }
        _ => false,
    }
}

/// The nearest figure before `at` in the same sentence that fits.
fn before(figures: &[Figure], at: usize, fits: impl Fn(&Figure) -> bool) -> Option<&Figure> {
    let here = &figures[at];
    figures[..at]
        .iter()
        .rev()
        .take(WINDOW)
        .take_while(|f| f.block == here.block && f.sentence == here.sentence)
        .find(|f| fits(f))
}

/// How many figures back arithmetic looks.
const WINDOW: usize = 24;

/// `1.732.778 người, tăng 706.749 người, tăng 68%`: the percentage against the difference and the level.
fn relative_change(figures: &[Figure], at: usize) -> Option<Check> {
    let here = &figures[at];
    if here.measure != Measure::Change
        || dimension(here) != Some(Dimension::Percent)
        || here.quantity.qualifier != Qualifier::Exact
    {
        return None;
    }
    let difference = before(figures, at, |f| {
        f.measure == Measure::Change && dimension(f) != Some(Dimension::Percent) && same_subject(f, here)
    })?;
    let level = before(figures, at, |f| {
        f.measure == Measure::Level && f.unit == difference.unit && same_subject(f, here)
    })?;
    let (percent, difference, level_value) = (point(here)?, point(difference)?, point(level)?);
    let earlier = level_value.checked_sub(difference)?;
    if earlier <= Decimal::ZERO {
        return None;
    }
    let computed = difference.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(earlier)?.round_dp(4);
    // What is printed of the level is rounded too.
    let slack = last_place(here)
        .checked_add(computed.checked_mul(last_place(level))?.checked_div(level_value)?.abs())?;
    let ok = (computed - percent).abs() <= slack;
    Some(Check {
        name: "relative_change_matches_difference",
        ok,
        detail: format!(
            "{difference} / ({level_value} - {difference}) = {computed} %, printed {percent} %: {}",
            verdict(computed, percent, slack)
        ),
    })
}

/// Levels of two periods and the difference between them.
fn level_difference(figures: &[Figure], at: usize) -> Option<Check> {
    let here = &figures[at];
    let reference = here.reference.as_ref()?.period.as_ref()?;
    if here.measure != Measure::Change
        || dimension(here) == Some(Dimension::Percent)
        || here.quantity.qualifier != Qualifier::Exact
    {
        return None;
    }
    let when = here.when.as_ref()?;
    let level = |wanted: &str| {
        figures[at.saturating_sub(WINDOW)..(at + WINDOW).min(figures.len())]
            .iter()
            .filter(|f| {
                f.block == here.block
                    && f.measure == Measure::Level
                    && f.unit == here.unit
                    && same_subject(f, here)
            })
            .find(|f| f.when.as_ref().is_some_and(|w| w.period.value == wanted))
    };
    let (now, then) = (level(&when.period.value)?, level(&reference.value)?);
    let (a, b, difference) = (point(now)?, point(then)?, point(here)?);
    let computed = a.checked_sub(b)?;
    let slack = last_place(now).max(last_place(then)).max(last_place(here));
    let ok = (computed - difference).abs() <= slack;
    Some(Check {
        name: "change_matches_levels",
        ok,
        detail: format!(
            "{a} - {b} = {computed}, printed {difference}: {}",
            verdict(computed, difference, slack)
        ),
    })
}

/// `10.381 thí sinh … trên tổng số 10.480 … đạt 99,06%`; `51,62% (2.235/4.330 học sinh)`.
fn share_of_count(figures: &[Figure], at: usize) -> Option<Check> {
    let here = &figures[at];
    if here.measure != Measure::Level
        || here.unit.as_deref() != Some("percent")
        || here.quantity.qualifier != Qualifier::Exact
    {
        return None;
    }
    let near = figures[at.saturating_sub(3)..(at + 2).min(figures.len())]
        .iter()
        .filter(|f| f.sentence == here.sentence);
    let counted = near.clone().find(|f| f.quantity.out_of.is_some());
    let Some(counted) = counted else { return share_of_counts(figures, at) };
    let (part, whole) = (point(counted)?, counted.quantity.out_of?);
    if whole.is_zero() {
        return None;
    }
    let percent = point(here)?;
    let computed = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.round_dp(4);
    let ok = (computed - percent).abs() <= last_place(here);
    Some(Check {
        name: "share_matches_count",
        ok,
        detail: format!(
            "{part} / {whole} = {computed} %, printed {percent} %: {}",
            verdict(computed, percent, last_place(here))
        ),
    })
}

/// `10.381 thí sinh … trên tổng số 10.480 thí sinh dự thi, đạt 99,06%`: two counts of one kind. Which of them belong together the words
/// do not show, so only a share that holds is told.
fn share_of_counts(figures: &[Figure], at: usize) -> Option<Check> {
    let here = &figures[at];
    let percent = point(here)?;
    let near = || {
        let range = at.saturating_sub(4)..(at + 3).min(figures.len());
        range.map(|i| &figures[i]).filter(|f| f.sentence == here.sentence && f.cell.is_none())
    };
    let counts = || {
        near().filter(|f| {
            f.measure == Measure::Level
                && !matches!(dimension(f), None | Some(Dimension::Percent | Dimension::Point))
        })
    };
    counts().find_map(|part| {
        let alike = |whole: &&Figure| dimension(whole) == dimension(part) && point(whole) > point(part);
        counts()
            .filter(alike)
            .find_map(|whole| settle::matches(point(part)?, point(whole)?, percent, last_place(here)))
    })
}

/// The same number of the same thing: the body keeps it, headline, standfirst and caption point to it; a later mention points to the
/// first.
fn duplicates(document: &Document, figures: &mut [Figure]) {
    let summary = |f: &Figure| {
        matches!(
            document.blocks[f.block].kind,
            BlockKind::Title | BlockKind::Lead | BlockKind::Caption | BlockKind::Heading(_)
        )
    };
    // One alone repeats none.
    if figures.len() < 2 {
        return;
    }
    // Figures of the body by what they print; a hostile page of one number a hundred thousand times takes no longer.
    let mut body: Vec<usize> = (0..figures.len()).filter(|at| !summary(&figures[*at])).collect();
    body.sort_unstable_by(|a, b| (printed(&figures[*a]), a).cmp(&(printed(&figures[*b]), b)));
    for at in 0..figures.len() {
        let here = &figures[at];
        let leads = summary(here);
        let twin = |f: &&Figure| {
            (leads || same_subject(f, here))
                && f.place.as_ref().map(|p| &p.name) == here.place.as_ref().map(|p| &p.name)
        };
        let print = printed(here);
        let from = body.partition_point(|other| printed(&figures[*other]) < print);
        let same = body[from..].iter().take(TWINS).filter(|other| leads || **other < at);
        let mut same = same.map(|other| &figures[*other]).take_while(|f| printed(f) == print);
        let found = same.find(twin).map(|f| f.quote);
        figures[at].duplicate_of = found;
    }
}

/// What two figures must have in common to be the same again: the number to its last printed nought, the unit and the
/// measure.
fn printed(figure: &Figure) -> ([[u8; 16]; 2], Option<&str>, &'static str) {
    let numbers = match figure.quantity.magnitude {
        Magnitude::Point(value) => [value.serialize(), [u8::MAX; 16]],
        Magnitude::Range { low, high } => [low.serialize(), high.serialize()],
    };
    (numbers, figure.unit.as_deref(), figure.measure.code())
}

/// As many figures of one printed number are compared with a new one.
const TWINS: usize = 8;

/// High only where words and unit together name an indicator, the period stands in the sentence, and a difference says what it is from
/// (`solieu score` prints how many of such records are complete and right). The reasons for less are in the flags.
fn confidence(figure: &mut Figure) -> &'static str {
    let near = figure.when.as_ref().is_some_and(|w| matches!(w.basis, Basis::Stated | Basis::Sentence));
    // None, one or more.
    let words = figure.subject.as_ref().map_or(0, |s| s.text.split_whitespace().take(2).count());
    match words {
        0 => figure.flags.push("no_subject"),
        1 => figure.flags.push("bare_subject"),
        _ => {}
    }
    if figure.when.is_none() {
        figure.flags.push("no_period");
    } else if !near {
        figure.flags.push("period_from_document");
    }
    let named = figure.subject.as_ref().is_some_and(|s| s.indicator.is_some());
    if !named {
        figure.flags.push("no_indicator");
    }
    // A place that only the paragraph before named may have been of something else.
    let placed = figure.place.as_ref().is_none_or(|p| p.basis != Basis::Paragraph);
    // A difference of which nobody can tell what it is from, and a head of which nobody can tell whose it is.
    let difference = matches!(figure.measure, Measure::Change | Measure::Gap | Measure::Multiple);
    let apart =
        difference && figure.reference.as_ref().is_none_or(|r| r.period.is_none() && r.target.is_none());
    let bare = figure.cell.is_none() && figure.subject.as_ref().is_some_and(|s| s.owner.is_empty());
    let doubted = figure
        .flags
        .iter()
        .any(|f| matches!(*f, "ambiguous_number" | "arithmetic_mismatch" | "damaged_text"));
    match (named, near) {
        _ if doubted || words < 2 => "low",
        (true, true) if placed && !apart && !bare => "high",
        (false, _) if figure.when.is_none() => "low",
        _ => "medium",
    }
}
