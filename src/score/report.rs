//! A [`Score`] in words and as JSON.

#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "precision and recall are no printed figures, and counts stay far below 2^53"
)]

use std::fmt::Write;

use serde_json::Value;

use super::{CONFIDENCE, Counts, Error, FIELDS, Score};

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Of what was extracted, the share that is right.
    pub precision: f64,
    /// Of what was owed, the share that was found.
    pub recall: f64,
    /// Both in one.
    pub f1: f64,
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn rates(right: usize, predicted: usize, gold: usize) -> Rates {
    let (precision, recall) = (share(right, predicted), share(right, gold));
    let sum = precision + recall;
    Rates { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
}

/// Rounded to four decimals, as short as it can be written, with at least one decimal: `0.9`, `1.0`, `0.3333`.
fn four(x: f64) -> String {
    let fixed = format!("{x:.4}");
    let short = fixed.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

impl Score {
    /// Rates of the mentions.
    pub fn mention(&self) -> Rates {
        rates(self.matched, self.predicted, self.gold)
    }

    /// Rates of the complete records.
    pub fn record(&self) -> Rates {
        rates(self.complete, self.predicted, self.gold)
    }

    /// Of the matched mentions, the share that has a field right, in the order of [`FIELDS`].
    pub fn fields(&self) -> [f64; FIELDS.len()] {
        self.right.map(|n| share(n, self.matched))
    }

    /// One JSON object on one line, with the calibration of confidence if asked for.
    pub fn to_json(&self, calibration: bool) -> String {
        let rates = |r: Rates| {
            format!(
                r#"{{"precision": {}, "recall": {}, "f1": {}}}"#,
                four(r.precision),
                four(r.recall),
                four(r.f1)
            )
        };
        let fields = FIELDS.iter().zip(self.fields()).map(|(f, x)| format!(r#""{f}": {}"#, four(x)));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let mut out = format!(
            r#"{{"documents": {}, "gold": {}, "predicted": {}, "matched": {}, "complete": {}, "mention": {}, "record": {}, "fields": {{{fields}}}"#,
            self.documents,
            self.gold,
            self.predicted,
            self.matched,
            self.complete,
            rates(self.mention()),
            rates(self.record()),
        );
        if calibration {
            let row = |(word, (right, all)): (&&str, &(usize, usize))| {
                format!(
                    r#""{word}": {{"records": {all}, "complete": {right}, "share": {}}}"#,
                    four(share(*right, *all))
                )
            };
            let rows = CONFIDENCE.iter().zip(&self.confidence).map(row).collect::<Vec<_>>().join(", ");
            let _ = write!(out, r#", "calibration": {{{rows}}}"#);
        }
        out + "}"
    }

    /// Four lines for a person: counts, mentions, records, fields.
    pub fn summary(&self) -> String {
        let line = |name: &str, r: Rates| {
            format!("{name:<9} P {:.3}  R {:.3}  F1 {:.3}\n", r.precision, r.recall, r.f1)
        };
        // The reference scorer prints its fields from the four decimals of its JSON; so that both say the same, here too.
        let rounded = self.fields().map(|x| four(x).parse::<f64>().unwrap_or(x));
        let fields = FIELDS.iter().zip(rounded).map(|(f, x)| format!("{f} {x:.3}"));
        format!(
            "{} documents, {} gold figures, {} extracted, {} matched, {} complete\n{}{}fields    {}\n",
            self.documents,
            self.gold,
            self.predicted,
            self.matched,
            self.complete,
            line("mentions", self.mention()),
            line("records", self.record()),
            fields.collect::<Vec<_>>().join("  "),
        )
    }

    /// Of the records marked with each confidence, how many are complete and right.
    pub fn calibration(&self) -> String {
        let mut out = String::new();
        for (word, (right, all)) in CONFIDENCE.iter().zip(self.confidence).filter(|(_, (_, all))| *all > 0) {
            let _ = writeln!(out, "  {word:<6} {:.3} complete ({right} of {all} records)", share(right, all));
        }
        out
    }

    /// One line per document.
    pub fn documents_table(&self) -> String {
        let mut out = String::new();
        for (name, Counts { matched, predicted, gold }) in &self.by_document {
            let (p, r) = (share(*matched, *predicted), share(*matched, *gold));
            let _ = writeln!(out, "  {name:<50} P {p:.2} R {r:.2} ({gold} gold, {predicted} extracted)");
        }
        out
    }

    /// Up to `most` errors of each kind, one line each.
    pub fn error_lines(&self, most: usize) -> String {
        let mut out = String::new();
        for kind in ["spurious", "missed"].into_iter().chain(FIELDS) {
            for error in self.errors.iter().filter(|e| e.kind == kind).take(most) {
                let _ = writeln!(out, "{}", line(error));
            }
        }
        out
    }
}

fn line(error: &Error) -> String {
    let Error { kind, document, found, wanted } = error;
    let record = found.as_ref().or(wanted.as_ref()).unwrap_or(&Value::Null);
    let quote = record["quote"]["exact"].as_str().unwrap_or_default();
    match (found, wanted) {
        (Some(found), Some(wanted)) => {
            format!("[{kind}] {document}: `{quote}`: got {}, gold {}", found[*kind], wanted[*kind])
        }
        _ => format!("[{kind}] {document}: `{quote}` value {}", record["value"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_to_the_even_digit_and_short() {
        assert_eq!(four(1.0), "1.0");
        assert_eq!(four(0.0), "0.0");
        assert_eq!(four(0.5), "0.5");
        assert_eq!(four(0.031_25), "0.0312", "a tie goes to the even digit");
        assert_eq!(four(1.0 / 3.0), "0.3333");
    }
}
