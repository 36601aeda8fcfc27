//! Whole sentences through [`find`](super::find).

use super::*;
use crate::patterns::{Memo, Patterns};
use crate::reading::Reading;
use std::sync::LazyLock;

static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::builtin().expect("the built-in patterns load"));

/// What is found in `text`, one quantity a string: quote, value, unit, qualifier.
fn found(text: &str) -> Vec<String> {
    let reading = Reading::new(text, 0, &PATTERNS, &mut Memo::default());
    let taken = vec![false; reading.tokens.len()];
    let found = find(&reading, &taken, Style::of(&reading, &taken), &PATTERNS);
    let quantities = found.quantities.iter().map(|q| {
        let value = match q.magnitude {
            Magnitude::Point(value) => value.to_string(),
            Magnitude::Range { low, high } => format!("{low}..{high}"),
        };
        let unit = q.unit.as_ref().map_or("-", |u| u.code.as_str());
        format!("{} | {value} | {unit} | {}", reading.text_of(&q.tokens), q.qualifier.code())
    });
    let unreadable =
        found.unreadable.iter().map(|u| format!("{} | {}", reading.text_of(&u.tokens), u.reason.code()));
    quantities.chain(unreadable).collect()
}

#[test]
fn the_worked_example() {
    assert_eq!(found("hơn 1,484 triệu người"), ["1,484 triệu người | 1484000 | person | more_than"]);
    assert_eq!(found("mã 1.2.3"), ["1.2.3 | bad_separators"]);
}
