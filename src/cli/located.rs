//! A remark about a place in a file that a person wrote: what, where, the line itself, and what to do.
//!
//! ```text
//! error[bad-date]: `25/12/2021` is no date
//!  --> manifest.csv:3:9
//!   |
//! 3 | a.html,,25/12/2021,,
//!   |         ^^^^^^^^^^
//!   = help: write 2021-12-25
//! ```

use std::{fmt::Write, ops::Range};

/// Writes the remark; `span` are bytes of `text`, moved to character boundaries where they are not on one.
pub(crate) fn render(
    code: &str,
    message: &str,
    file: &str,
    text: &str,
    span: Range<usize>,
    help: Option<&str>,
) -> String {
    let start = boundary(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let number = text[..start].matches('\n').count() + 1;
    let before = &text[line_start..start];
    let end = boundary(text, span.end).clamp(start, line_start + line.len().max(before.len()));
    let carets = "^".repeat(text[start..end].chars().count().max(1));
    // Tabs stay tabs, so that the carets stand below their characters.
    let indent: String = before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_below_the_characters() {
        let text = "một\nđịa danh,x\n";
        let start = text.find("danh").expect("it is there");
        let out = render("no-place", "no place", "a.csv", text, start..start + 4, Some("mend it"));
        let expected = "error[no-place]: no place\n --> a.csv:2:5\n  |\n2 | địa danh,x\n  |     ^^^^\n  = help: mend it\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn an_empty_span_at_the_end_of_the_file_has_a_caret() {
        let out = render("x", "x", "a.csv", "ab", 2..2, None);
        assert!(out.ends_with("1 | ab\n  |   ^\n"), "{out}");
    }
}
