//! A text with what was read in it, drawn below.
//!
//! ```text
//! Năm 2020 có 1.846.011 người, chiếm 38,4%
//! ~~~~~~~~    ^^^^^^^^^^^^^^^        ^^^^^
//! period      1                      2
//! ```

use std::{fmt::Write, ops::Range};

use unicode_normalization::char::canonical_combining_class;

/// Columns of a line, more or less: lines break at blanks.
const WIDTH: usize = 96;

/// Something that was read.
#[derive(Debug)]
pub(super) struct Mark {
    /// Where, in Unicode scalars.
    pub(super) span: Range<usize>,
    /// What is drawn below each of its characters.
    pub(super) sign: char,
    /// What is written below its start.
    pub(super) label: String,
}

/// Draws `text` with `marks`; where two meet, the earlier of the list is drawn.
pub(super) fn draw(text: &str, marks: &[Mark]) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut owner: Vec<Option<usize>> = vec![None; text.len()];
    for (i, mark) in marks.iter().enumerate() {
        for cell in &mut owner[mark.span.clone()] {
            cell.get_or_insert(i);
        }
    }
    let mut out = String::new();
    for line in lines(&text) {
        let _ = writeln!(out, "{}", text[line.clone()].iter().collect::<String>());
        let mut signs = String::new();
        let mut labels = Labels::default();
        let mut last = None;
        for at in line {
            if canonical_combining_class(text[at]) != 0 {
                continue;
            }
            if owner[at] != last
                && let Some(mark) = owner[at]
            {
                labels.add(signs.chars().count(), &marks[mark].label);
            }
            last = owner[at];
            signs.push(last.map_or(' ', |mark| marks[mark].sign));
        }
        for row in std::iter::once(signs).chain(labels.rows) {
            if !row.trim().is_empty() {
                let _ = writeln!(out, "{}", row.trim_end());
            }
        }
    }
    out
}

/// Labels below their columns, in as many rows as they need.
#[derive(Default)]
struct Labels {
    rows: Vec<String>,
}

impl Labels {
    fn add(&mut self, column: usize, label: &str) {
        // One blank between two labels.
        let free = |row: &String| row.is_empty() || row.chars().count() < column;
        let row = self.rows.iter().position(free).unwrap_or_else(|| {
            self.rows.push(String::new());
            self.rows.len() - 1
        });
        let row = &mut self.rows[row];
        row.extend(std::iter::repeat_n(' ', column - row.chars().count()));
        row.push_str(label);
    }
}

/// Lines of at most [`WIDTH`] characters, unless a word is longer; line ends and the blank at a break are in none.
fn lines(text: &[char]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut blank) = (0, None);
    for (at, &c) in text.iter().enumerate() {
        if c == '\n' {
            lines.push(start..at);
            (start, blank) = (at + 1, None);
        } else if c.is_whitespace() {
            blank = Some(at);
        }
        if at - start.min(at) >= WIDTH
            && let Some(at) = blank.take()
        {
            lines.push(start..at);
            start = at + 1;
        }
    }
    lines.push(start..text.len());
    lines.retain(|line| !text[line.clone()].iter().all(|c| c.is_whitespace()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, piece: &str, sign: char, label: &str) -> Mark {
        let start = text[..text.find(piece).expect(piece)].chars().count();
        Mark { span: start..start + piece.chars().count(), sign, label: label.to_owned() }
    }

    #[test]
    fn marks_stand_below_their_words() {
        let text = "Năm 2020 có 1.846.011 người, chiếm 38,4%";
        let marks = [
            mark(text, "1.846.011 người", '^', "1"),
            mark(text, "38,4%", '^', "2"),
            mark(text, "Năm 2020", '~', "period"),
        ];
        let expected = "Năm 2020 có 1.846.011 người, chiếm 38,4%\n\
                        ~~~~~~~~    ^^^^^^^^^^^^^^^        ^^^^^\n\
                        period      1                      2\n";
        assert_eq!(draw(text, &marks), expected);
    }

    #[test]
    fn labels_that_would_touch_stand_below_each_other() {
        let text = "a b c";
        let marks = [mark(text, "a", '-', "long"), mark(text, "b", '^', "1"), mark(text, "c", '^', "2")];
        assert_eq!(draw(text, &marks), "a b c\n- ^ ^\nlong\n  1 2\n");
    }

    #[test]
    fn combining_marks_take_no_column_and_long_lines_break() {
        let text = "Ha\u{300} Nội";
        assert_eq!(draw(text, &[mark(text, "Nội", '=', "place")]), "Ha\u{300} Nội\n   ===\n   place\n");
        let long = format!("{}7 hộ\n\nhết", "từ ".repeat(40));
        let out = draw(&long, &[mark(&long, "7 hộ", '^', "1")]);
        assert!(out.lines().all(|l| l.chars().count() <= WIDTH), "{out}");
        assert!(out.contains("7 hộ\n") && out.ends_with("hết\n"), "{out}");
    }
}
