use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{context::lookalike, patterns::Memo};

static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::builtin().expect("the built-in patterns are sound"));

/// Words that the grammar turns on, and numbers that fit it badly.
const SOUP: [&str; 56] = [
    "ngày",
    "tháng",
    "quý",
    "năm",
    "đầu",
    "giữa",
    "cuối",
    "hết",
    "cả",
    "trong",
    "đến",
    "tính đến",
    "từ",
    "kể từ",
    "trước",
    "sau",
    "giai đoạn",
    "năm học",
    "lũy kế",
    "cùng kỳ",
    "hiện nay",
    "đến nay",
    "năm ngoái",
    "tháng trước",
    "hôm qua",
    "chiều",
    "thứ Hai",
    "tháng Tư",
    "âm lịch",
    "qua",
    "hằng năm",
    "Nghị quyết",
    "nửa",
    "thập niên",
    "1",
    "5",
    "12",
    "31",
    "99",
    "2017",
    "2020",
    "1900",
    "2100",
    "3.7",
    "31.12.2020",
    "2020,7",
    "II",
    "T8",
    "9T2024",
    "/",
    "-",
    "–",
    ",",
    ".",
    "(",
    ")",
];

fn mentions(text: &str) -> Vec<PeriodMention> {
    let reading = Reading::new(text, 0, &PATTERNS, &mut Memo::default());
    let alike = lookalike::find(&reading, &PATTERNS);
    let taken = lookalike::taken(&alike, reading.tokens.len());
    let found = find(&reading, &taken, &PATTERNS);
    for pair in found.windows(2) {
        assert!(pair[0].tokens.end <= pair[1].tokens.start, "{text}: {pair:?}");
    }
    for mention in &found {
        assert!(mention.tokens.end <= reading.tokens.len());
        assert!(mention.numerals.iter().flat_map(Clone::clone).all(|at| mention.tokens.contains(&at)));
    }
    found
}

proptest! {
    #[test]
    fn any_soup_gives_sound_periods(
        words in prop::collection::vec((0..SOUP.len(), any::<bool>()), 1..14),
        year in 1990i16..2040, month in 1i8..=12, day in 1i8..=28, future: bool, compared: bool,
    ) {
        let mut text = String::new();
        for (word, spaced) in words {
            if spaced { text.push(' '); }
            text.push_str(SOUP[word]);
        }
        let own = compared.then(|| Period::month(year, month)).flatten();
        let anchor = Anchor { published: Some(date(year, month, day)), own, future, ..Anchor::default() };
        for mention in mentions(&text) {
            if let Some(period) = mention.resolve(&anchor) {
                prop_assert!(period.start <= period.end, "{text}: {period:?}");
                let read = Period::parse(&period.value);
                prop_assert_eq!(read.map(|p| p.value), Some(period.value.clone()), "{}", text);
                let _ = (period.same_period_last_year(), period.previous_month(), period.previous_quarter());
            }
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
        mentions(&text);
    }

    #[test]
    fn canonical_names_parse_back(year in 1900i16..=2100, month in 1i8..=12, quarter in 1i8..=4, half in 1i8..=2) {
        for period in [
            Period::year(year), Period::month(year, month), Period::quarter(year, quarter), Period::half(year, half),
            Period::months(year, 1, month), Period::years(year.min(2099), year.min(2099) + 1),
        ] {
            let period = period.expect("all of these are in the calendar");
            prop_assert_eq!(Period::parse(&period.value), Some(period.clone()));
            prop_assert_eq!(Period::parse(&period.last_day().value), Some(period.last_day()));
        }
    }
}

#[test]
fn a_period_keeps_its_form_a_year_before() {
    for (value, expected) in [
        ("2017-01/2017-05", Some("2016-01/2016-05")),
        ("2017-05", Some("2016-05")),
        ("2017-06-30", Some("2016-06-30")),
        ("2020-02-29", Some("2019-02-28")),
        ("2024-Q3", Some("2023-Q3")),
        ("2019/2020", Some("2018/2019")),
        ("1900", None),
    ] {
        let period = Period::parse(value).expect("a canonical name");
        assert_eq!(period.same_period_last_year().map(|p| p.value).as_deref(), expected, "{value}");
    }
}

/// A publication known to the month or the year is leaned on as far as it goes, and no further.
#[test]
fn half_known_days_of_publication() {
    let read = |text: &str, known| {
        let anchor = Anchor { published: Some(date(2021, 11, 30)), known, ..Anchor::default() };
        mentions(text).first().and_then(|m| m.resolve(&anchor)).map(|p| p.value)
    };
    for (text, month, year) in [
        ("năm nay", Some("2021"), Some("2021")),
        ("năm ngoái", Some("2020"), Some("2020")),
        ("tháng trước", Some("2021-10"), None),
        ("hôm qua", None, None),
        ("hiện nay", Some("2021-11"), Some("2021")),
        ("tháng 9", Some("2021-09"), None),
    ] {
        assert_eq!(read(text, Known::Month).as_deref(), month, "{text}, month known");
        assert_eq!(read(text, Known::Year).as_deref(), year, "{text}, year known");
    }
}
