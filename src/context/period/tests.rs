use super::*;
use crate::{context::lookalike, patterns::Memo};

/// The mentions of a text as `kind tokens = value`, one per line, published on `date`.
fn read(text: &str, date: &str) -> Vec<String> {
    let patterns = Patterns::builtin().expect("the built-in patterns are sound");
    let reading = Reading::new(text, 0, &patterns, &mut Memo::default());
    let alike = lookalike::find(&reading, &patterns);
    let taken = lookalike::taken(&alike, reading.tokens.len());
    let anchor = Anchor { published: date.parse().ok(), ..Anchor::default() };
    find(&reading, &taken, &patterns)
        .iter()
        .map(|m| {
            let value = m.resolve(&anchor).map_or("-".to_owned(), |p| p.value);
            format!("{:?} {} = {value}", m.kind, reading.text_of(&m.tokens))
        })
        .collect()
}

#[test]
fn leads_points_and_stretches() {
    for (text, expected) in [
        ("Tính đến hết tháng 11/2023, có 5 xã", "AsOf Tính đến hết tháng 11/2023 = 2023-11-30"),
        ("Từ đầu năm 2020 đến nay", "During Từ đầu năm 2020 đến nay = 2020-01-01/2021-12-25"),
        ("trong 3 ngày 5-7/12", "During trong 3 ngày 5-7/12 = 2021-12-05/2021-12-07"),
        ("Đến năm 2025, phấn đấu", "Deadline Đến năm 2025 = 2025"),
        ("6 tháng đầu năm 2017", "During 6 tháng đầu năm 2017 = 2017-01/2017-06"),
    ] {
        assert_eq!(read(text, "2021-12-25"), [expected], "{text}");
    }
}
