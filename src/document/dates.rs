//! When the page was published, as best one can know.
//!
//! In: what is known from outside, what the head says, `<time>` elements and the date lines near the headline.
//! Out: [`Dates`]. The best basis wins ([`DateBasis`] is ordered); the clock of the page's header is told from a
//! stamp by where it stands, and is never the day of publication.
//!
//! Worked example: a header `Thứ Năm, 21/11/2024 23:43`, the headline, then `25/12/2021 | 09:56`: published
//! 2021-12-25 (`stamp`), page clock 2024-11-21.

use super::{
    DateBasis, Dated, Precision, coarse,
    content::Content,
    dateline::{self, Label, Stamp},
    dropped::Why,
    flat::{Flat, Tag},
    headline::Headline,
    hints, leaf,
    metadata::Facts,
    runs::Runs,
};
use crate::page::Known;

/// Characters at the beginning of the text that may hold its day.
const OPENING: usize = 80;

/// The page's dates.
#[derive(Debug, Clone, Default)]
pub(super) struct Dates {
    pub(super) published: Option<Dated>,
    pub(super) modified: Option<Dated>,
    pub(super) clock: Option<Dated>,
}

/// Finds the dates; a stamp that stands as a line of its own is taken out of the content.
pub(super) fn find(
    flat: &Flat<'_>,
    runs: &Runs,
    bits: &[u32],
    content: &mut Content,
    title: Option<&Headline>,
    facts: &Facts,
    known: &Known,
) -> Dates {
    let mut candidates: Vec<Dated> = Vec::new();
    candidates.extend(known.published.map(|date| Dated {
        date,
        precision: Precision::Day,
        time: None,
        offset_minutes: None,
        basis: DateBasis::Manifest,
    }));
    candidates.extend(facts.published.iter().cloned());
    candidates.extend(elements(flat));
    let (stamp, stamp_modified, clock) = stamps(flat, runs, bits, content, title);
    candidates.extend(stamp);
    let address = known.url.as_deref().or(facts.canonical.as_deref());
    candidates.extend(address.and_then(dateline::from_url).map(|s| s.dated(DateBasis::Url)));
    candidates.sort_by_key(|d| d.basis);
    // The first of the best basis, as with the day of publication.
    let modified = facts.modified.iter().min_by_key(|d| d.basis).cloned().or(stamp_modified);
    let published = choose(&candidates, modified.as_ref(), clock.as_ref());
    // A clock that shows the time of publication is none.
    let clock = clock.filter(|c| published.as_ref().is_none_or(|p| (p.date, p.time) != (c.date, c.time)));
    Dates { published, modified, clock }
}

/// The best of `candidates`, which are sorted by basis. Nothing is published after it was changed or after the page was
/// drawn: a later day is that of an event or a slip, and another candidate goes before it. Where the best names only
/// the day, another one of that day says the hour; where it names only the month or year, one that lies in it says more.
fn choose(candidates: &[Dated], modified: Option<&Dated>, clock: Option<&Dated>) -> Option<Dated> {
    let limit = [modified, clock].into_iter().flatten().map(|d| d.date).max();
    let sound = |d: &&Dated| {
        d.basis == DateBasis::Manifest
            || limit.is_none_or(|limit| limit.tomorrow().is_ok_and(|limit| d.date <= limit))
    };
    let best = candidates.iter().find(sound).or(candidates.first())?;
    let best = candidates.iter().find(|d| is_exchanged(best, d)).unwrap_or(best);
    let within = |d: &&Dated| {
        let year = d.date.year() == best.date.year();
        let month = best.precision == Precision::Year || d.date.month() == best.date.month();
        best.precision < Precision::Day && d.precision > best.precision && year && month
    };
    let mut best = candidates.iter().filter(sound).find(within).unwrap_or(best).clone();
    let same_day = |d: &&Dated| d.date == best.date && d.time.is_some() && best.precision == Precision::Day;
    if let Some(other) = candidates.iter().find(same_day) {
        (best.time, best.offset_minutes, best.precision) =
            (other.time, other.offset_minutes, Precision::Minute);
    }
    Some(best)
}

/// Whether `stamp`, as people read it beside the headline, shows that a machine wrote `date` month first: `7/5/2021` in
/// the head of a page of 05/07/2021.
fn is_exchanged(date: &Dated, stamp: &Dated) -> bool {
    let written = matches!(date.basis, DateBasis::OpenGraph | DateBasis::Microdata | DateBasis::TimeElement);
    let (own, other) = (date.date, stamp.date);
    let exchanged = own.year() == other.year() && own.month() == other.day() && own.day() == other.month();
    let clocks = date.time.is_none()
        || stamp.time.is_none()
        || date.time.zip(stamp.time).is_some_and(|(a, b)| (a.hour(), a.minute()) == (b.hour(), b.minute()));
    written && stamp.basis == DateBasis::Stamp && exchanged && own != other && clocks
}

/// `itemprop=datePublished` and `<time datetime>`.
fn elements(flat: &Flat<'_>) -> Vec<Dated> {
    let mut out = Vec::new();
    for (index, node) in flat.nodes.iter().enumerate() {
        let Some(element) = node.element.filter(|_| node.hints & hints::DATE != 0) else { continue };
        let property = element.attr("itemprop");
        let machine = element.attr("datetime").or_else(|| element.attr("content"));
        // `<abbr class="published" title="2019-10-12T21:15:00+07:00">` of blogs.
        let abbreviated = || element.attr("title").filter(|_| element.classes().any(|c| c == "published"));
        // `<span class="time-ago" title="2019-10-12T21:15:00+07:00">3 giờ trước</span>`.
        let hovered = || {
            let mut said = ["title", "data-time", "data-date"].into_iter().filter_map(|a| element.attr(a));
            said.find(|value| value.len() <= 40 && is_machine_day(value))
        };
        let machine = machine.or_else(abbreviated);
        let basis = match (property, node.tag) {
            (Some("datePublished"), _) => DateBasis::Microdata,
            (None, tag) if tag != Tag::Time && machine.is_some() && abbreviated() == machine => {
                DateBasis::Microdata
            }
            (None, Tag::Time) if machine.is_some() => DateBasis::TimeElement,
            (None, _) if hovered().is_some() => DateBasis::TimeElement,
            _ => continue,
        };
        let machine = machine.or_else(hovered);
        let words = machine.map_or_else(|| flat.text_of(index as u32), str::to_owned);
        out.extend(dateline::machine(&words).map(|s| dateline::to_vietnam(s).dated(basis)));
    }
    out
}

/// Whether a value begins as machines write days: `2019-10-12`.
fn is_machine_day(value: &str) -> bool {
    let bytes = value.as_bytes();
    let digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    digits(0..4) && digits(5..7) && digits(8..10) && bytes[4] == b'-' && bytes[7] == b'-'
}

/// The stamp beside the headline, a stamp of change, and the header's clock.
fn stamps(
    flat: &Flat<'_>,
    runs: &Runs,
    bits: &[u32],
    content: &mut Content,
    title: Option<&Headline>,
) -> (Option<Dated>, Option<Dated>, Option<Dated>) {
    let first_kept = content.dropped.iter().position(Option::is_none).unwrap_or(runs.runs.len());
    let anchor = title.and_then(|t| t.run).unwrap_or(first_kept);
    let mut near: Vec<(usize, Stamp)> = Vec::new();
    let mut clock: Option<Stamp> = None;
    for (i, run) in runs.runs.iter().enumerate().take(anchor.max(first_kept) + 12) {
        let words = runs.text(run);
        if words.len() > 400 {
            continue;
        }
        let beside = (i == anchor && title.is_some_and(|t| t.run.is_some()))
            .then(|| dateline::stamps(words).into_iter().next_back())
            .flatten();
        let Some(stamp) = beside.or_else(|| dateline::stamp_line(words)) else { continue };
        let head = bits[run.first as usize] & (hints::HEADER | hints::NAVIGATION) != 0
            || flat.ancestors(run.first).any(|a| flat.nodes[a as usize].tag == Tag::Header);
        let far = i + 12 < anchor;
        if i < anchor && (far || head && stamp.weekday) || stamp.label == Label::Clock {
            clock.get_or_insert(stamp);
        } else {
            near.push((i, stamp.clone()));
            near.extend(dateline::stamps(words).into_iter().filter(|s| *s != stamp).map(|s| (i, s)));
            content.dropped[i] = Some(Why::Date);
        }
    }
    let stamp = |s: &Stamp| s.dated(DateBasis::Stamp);
    if near.is_empty()
        && let Some((parts, stamp)) = leaf::beside(flat, runs, bits, anchor)
    {
        near.push((parts.start, stamp));
        content.dropped[parts].fill(Some(Why::Date));
    }
    if near.is_empty() {
        near.extend(opening(runs, content, anchor));
    }
    if near.is_empty() && clock.is_none() {
        near.extend(month_beside(flat, runs, bits, content, anchor));
    }
    let after = near.iter().filter(|(i, _)| *i >= anchor);
    let ranked: Vec<&Stamp> = after.chain(near.iter().filter(|(i, _)| *i < anchor)).map(|(_, s)| s).collect();
    let published = ranked
        .iter()
        .find(|s| s.label == Label::Published)
        .or_else(|| ranked.iter().find(|s| s.label == Label::None))
        .or_else(|| ranked.first());
    // A later stamp above the headline, with one below it: the page's clock without its usual dress.
    let above = near.iter().find(|(i, s)| *i < anchor && s.label == Label::None).map(|(_, s)| s);
    let later = above.filter(|a| published.is_some_and(|p| p.date < a.date)).cloned();
    let clock = clock.or(later);
    let modified = ranked.iter().find(|s| s.label == Label::Modified);
    (published.map(|s| stamp(s)), modified.map(|s| stamp(s)), clock.map(|s| stamp(&s)))
}

/// The day that the text itself begins with: `(Báo Đồi Chè) 05/07/2021 - Sáu tháng đầu năm, …`.
fn opening(runs: &Runs, content: &Content, anchor: usize) -> Option<(usize, Stamp)> {
    let i = (anchor..runs.runs.len()).find(|&i| i > anchor && content.keeps(i))?;
    let words = runs.text(&runs.runs[i]);
    let head = &words[..words.char_indices().nth(OPENING).map_or(words.len(), |(at, _)| at)];
    let stamp = dateline::stamps(head).into_iter().next()?;
    let (before, behind) = (head[..stamp.range.start].trim_end(), head[stamp.range.end..].trim_start());
    let n_words = before.split_whitespace().count();
    let set_off = before.is_empty() || before.ends_with([')', ',', '-', '–', ':', '|']);
    (n_words <= 6 && set_off && behind.starts_with(['-', '–', ':', '|'])).then_some((i, stamp))
}

/// A month or year beside the headline, where no day is: labelled, dressed as a date, or next to the headline. It
/// is taken out of the content.
fn month_beside(
    flat: &Flat<'_>,
    runs: &Runs,
    bits: &[u32],
    content: &mut Content,
    anchor: usize,
) -> Option<(usize, Stamp)> {
    let around = anchor.saturating_sub(4)..(anchor + 6).min(runs.runs.len());
    let (i, stamp) = around.filter(|i| *i != anchor).find_map(|i| {
        let run = &runs.runs[i];
        let stamp = coarse::line(runs.text(run))?;
        let dressed = stamp.label == Label::Published || bits[run.first as usize] & hints::DATE != 0;
        let heading = matches!(flat.nodes[run.node as usize].tag, Tag::Heading(_));
        (dressed || i.abs_diff(anchor) == 1 && !heading).then_some((i, stamp))
    })?;
    content.dropped[i] = Some(Why::Date);
    Some((i, stamp))
}
