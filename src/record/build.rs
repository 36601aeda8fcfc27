//! Figures of one document → records.

use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{
    Attribution, Base, Check, Code, Evidence, Period, Place, Quote, Record, Reference, Rejected, Reported,
    SCHEMA, Sentence, link, offsets::CharOffsets,
};
use crate::{
    document::Document,
    figure::{Figure, Findings, bounds},
    page::hexadecimal,
    patterns::Patterns,
    quantity::Magnitude,
    span::{Raw, Span},
};

/// Characters of context on both sides of a quote.
const CONTEXT: usize = 32;

/// Makes the records of a document, in reading order, and hands `each` on; a figure is gone once its record is there.
/// Returns the rejected numerals.
pub fn records(
    document: &Document,
    findings: Findings,
    patterns: &Patterns,
    each: impl FnMut(Record),
) -> Vec<Rejected> {
    let offsets = CharOffsets::new(&document.text);
    let digest = Sha256::new_with_prefix(&document.sha256);
    let builder = Builder { document, patterns, offsets, digest };
    findings.figures.into_iter().map(|figure| builder.record(figure)).for_each(each);
    let mut refused = findings.refused;
    refused.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.rule.cmp(&b.rule)));
    refused.dedup_by(|a, b| a.span.overlaps(b.span));
    refused
        .into_iter()
        .map(|r| {
            let (start, end) = builder.offsets.of(r.span);
            Rejected {
                document: document.id.clone(),
                class: r.class,
                exact: r.span.of(&document.text).to_owned(),
                start,
                end,
                rule: r.rule,
            }
        })
        .collect()
}

struct Builder<'d> {
    document: &'d Document,
    patterns: &'d Patterns,
    offsets: CharOffsets<'d>,
    /// What the id of every figure begins with.
    digest: Sha256,
}

impl Builder<'_> {
    fn record(&self, figure: Figure) -> Record {
        let value = match figure.quantity.magnitude {
            Magnitude::Point(value) => Some(plain(value)),
            Magnitude::Range { .. } => None,
        };
        let (lower, upper) = bounds(&figure);
        // What bounds a number is the number itself.
        let bound = |end: Decimal| value.clone().unwrap_or_else(|| plain(end));
        let reported = figure.quantity.reported;
        let (subject, indicator, group) = match figure.subject {
            Some(subject) => (Some(subject.text), subject.indicator, subject.group),
            None => (None, None, None),
        };
        let quote = self.quote(figure.quote);
        Record {
            schema: SCHEMA.into(),
            id: self.id(figure.quote),
            document: self.document.id.clone(),
            value_num: value.as_deref().and_then(|v| serde_json::from_str(v).ok()),
            qualifier: figure.quantity.qualifier.code().into(),
            lower: lower.map(bound),
            upper: upper.map(bound),
            value,
            unit: figure.unit,
            reported: Reported {
                number: reported.number,
                decimals: reported.decimals,
                unit_mult: reported.unit_mult,
                unit_text: reported.unit_text,
            },
            measure: figure.measure.code().into(),
            status: figure.status.code().into(),
            subject,
            indicator,
            group,
            base: figure.base.map(|b| Base { code: b.code, text: b.text, basis: b.basis.code().into() }),
            period: figure.when.map(|w| Period {
                value: w.period.value,
                start: iso(w.period.start),
                end: iso(w.period.end),
                text: w.text,
                basis: w.basis.code().into(),
            }),
            reference: figure.reference.map(|r| Reference {
                period: r.period.map(|p| p.value),
                target: r.target,
                text: Some(r.text).filter(|t| !t.is_empty()),
            }),
            place: figure.place.map(|p| Place {
                name: p.name,
                code: p.code,
                level: p.level.into(),
                basis: p.basis.code().into(),
            }),
            attribution: figure.said_by.map(|s| Attribution { document: s.document, issuer: s.issuer }),
            link: self.document.metadata.url.as_deref().map(|url| link::to_quote(url, &quote)),
            quote,
            sentence: self.sentence(figure.sentence),
            evidence: figure.evidence.iter().map(|e| self.evidence(e)).collect(),
            duplicate_of: figure.duplicate_of.map(|span| self.id(span)),
            confidence: figure.confidence.into(),
            flags: figure.flags.into_iter().map(Code::from).collect(),
            checks: figure.checks.into_iter().map(check).collect(),
            rule: figure.rule.into(),
        }
    }

    /// The same on every run: document bytes and place of the number.
    fn id(&self, quote: Span<Raw>) -> String {
        let mut place = [0; 2 * DIGITS];
        let from = add_number(&mut place, 2 * DIGITS, quote.end());
        let from = add_number(&mut place, from, quote.start());
        let digest = self.digest.clone().chain_update(&place[from..]).finalize();
        hexadecimal(&digest[..8])
    }

    fn quote(&self, span: Span<Raw>) -> Quote {
        let text = &self.document.text;
        let (start, end) = self.offsets.of(span);
        let before = &text[..span.start()];
        let prefix_start = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(i, _)| i);
        let after = &text[span.end()..];
        let suffix_end = after.char_indices().nth(CONTEXT).map_or(after.len(), |(i, _)| i);
        Quote {
            exact: span.of(text).to_owned(),
            prefix: before[prefix_start..].to_owned(),
            suffix: after[..suffix_end].to_owned(),
            start,
            end,
        }
    }

    fn sentence(&self, span: Span<Raw>) -> Sentence {
        let (start, end) = self.offsets.of(span);
        Sentence { start, end, text: span.of(&self.document.text).to_owned() }
    }

    fn evidence(&self, evidence: &crate::figure::Evidence) -> Evidence {
        let (start, end) = self.offsets.of(evidence.span);
        Evidence {
            field: evidence.field.into(),
            text: evidence.span.of(&self.document.text).to_owned(),
            start,
            end,
            rule: evidence.entry.map(|e| self.patterns.entry(e).id.clone()),
        }
    }
}

/// Room for a colon and a number.
const DIGITS: usize = 21;

/// Writes `:` and a number in front of the byte `end`; where they begin. An id of each figure is worth more than the machinery of
/// `write!`.
fn add_number(room: &mut [u8], end: usize, mut number: usize) -> usize {
    let mut at = end;
    loop {
        at -= 1;
        room[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    room[at - 1] = b':';
    at - 1
}

fn check(check: crate::figure::Check) -> Check {
    Check { check: check.name.into(), ok: check.ok, detail: check.detail }
}

/// A decimal without an exponent and without noughts at its end: `reported` keeps how many decimals were printed.
fn plain(value: Decimal) -> String {
    value.to_string()
}

fn iso(date: Date) -> String {
    date.to_string()
}
