//! Findings about pattern files, with the place, what was found, what was expected and what to do.
//!
//! In: a code, the file, the bytes to underline. Out: [`Diagnostic`], and with the text of the file its located form:
//!
//! ```text
//! error[unknown-unit]: no unit is named `phần trămm`
//!  --> patterns/indicators/growth.toml:4:10
//!   |
//! 4 | units = ["phần trămm"]
//!   |          ^^^^^^^^^^^^
//!   = help: did you mean `percent`?
//! ```

use std::{
    fmt::{self, Write},
    ops::Range,
};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A word: `unknown-unit`, `duplicate-id`, `no-example`, …
    pub code: &'static str,
    /// Path of the pattern file.
    pub file: String,
    /// Bytes of the file to underline.
    pub span: Range<usize>,
    /// What was found.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// With its line and carets; `text` is the text of the file.
    pub fn located(&self, text: &str) -> String {
        located(self.code, &self.message, &self.file, text, self.span.clone(), self.help.as_deref())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {} ({})", self.code, self.message, self.file)?;
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}

/// A remark about bytes `span` of `text`, with the line itself; the bytes are moved to character boundaries.
pub fn located(
    code: &str,
    message: &str,
    file: &str,
    text: &str,
    span: Range<usize>,
    help: Option<&str>,
) -> String {
    let start = boundary(text, span.start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[from..].lines().next().unwrap_or_default();
    let number = text[..start].matches('\n').count() + 1;
    let end = boundary(text, span.end).clamp(start, (from + line.len()).max(start));
    // Marks of decomposed letters take no room, so that carets stand below their letters; tabs stay tabs.
    let width =
        |text: &str| text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>();
    let before = width(&text[from..start]);
    let indent: String = before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let carets = "^".repeat(width(&text[start..end]).chars().count().max(1));
    let margin = " ".repeat(number.to_string().len());
    let mut out = format!("error[{code}]: {message}\n");
    let _ = writeln!(out, "{margin}--> {file}:{number}:{}", before.chars().count() + 1);
    let _ = writeln!(out, "{margin} |\n{number} | {line}\n{margin} | {indent}{carets}");
    if let Some(help) = help {
        let _ = writeln!(out, "{margin} = help: {help}");
    }
    out
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The one of `known` that is most like `written`, if any is like it at all.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(written, candidate), candidate))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", if any of `known` is like `written`.
pub(super) fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, known).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// How many letters to insert, drop, change or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut best =
                (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_below_the_letters() {
        let text = "id = \"x\"\nunits = [\"phần trămm\"]\n";
        let at = text.find("\"phần").expect("it is there");
        let finding = Diagnostic {
            code: "unknown-unit",
            file: "a.toml".into(),
            span: at..at + "\"phần trămm\"".len(),
            message: "no such unit".into(),
            help: did_you_mean("percnet", ["percent", "person"]),
        };
        let expected = "error[unknown-unit]: no such unit\n --> a.toml:2:10\n  |\n2 | units = [\"phần trămm\"]\n  |          ^^^^^^^^^^^^\n  = help: did you mean `percent`?\n";
        assert_eq!(finding.located(text), expected);
    }

    #[test]
    fn an_empty_span_at_the_end_of_the_file_has_a_caret() {
        let out = located("x", "x", "a.csv", "ab", 2..2, None);
        assert!(out.ends_with("1 | ab\n  |   ^\n"), "{out}");
    }

    #[test]
    fn likeness() {
        assert_eq!(distance("percnet", "percent"), 1);
        assert_eq!(nearest("household", ["houshold", "person"]), Some("houshold"));
        assert_eq!(nearest("gdp", ["person", "household"]), None);
    }

    #[test]
    fn any_span_can_be_shown() {
        for text in ["", "ộ", "a\nộ\n", "\n"] {
            for start in 0..6 {
                for end in 0..6 {
                    assert!(!located("x", "m", "f", text, start..end, None).is_empty());
                }
            }
        }
    }
}
