//! What holds of any input: spans are true, nothing vanishes, noise changes nothing, a number written is the number read.

use std::fmt::Write as _;

use proptest::prelude::*;
use solieu::{
    context::{lookalike, period},
    document::{BlockKind, Status},
    page::{MediaType, Page},
    patterns::Memo,
    pipeline::{self, Extraction},
    quantity::{Style, write},
    reading::Reading,
    record::Record,
};
use unicode_normalization::UnicodeNormalization;

use crate::cases::patterns;

fn extract(bytes: &[u8], media: MediaType) -> Extraction {
    let mut page = Page::new("page", bytes.to_vec(), media);
    page.known.published = Some("2023-10-12".parse().expect("a date"));
    pipeline::extract(&page, patterns(), &mut Memo::default())
}

/// Whatever was given: every offset is true, and every numeral of the stored text is accounted for. What stands in a word
/// (`H5N1`, `m2`) is no numeral.
fn check(bytes: &[u8], media: MediaType) {
    let found = extract(bytes, media);
    let text: Vec<char> = found.document.text.chars().collect();
    let cut = |start: usize, end: usize| text[start..end].iter().collect::<String>();
    let mut seen = vec![false; text.len()];
    let mut last = 0;
    for record in &found.records {
        let Record { quote, sentence, evidence, .. } = record;
        assert_eq!(cut(quote.start, quote.end), quote.exact);
        assert!(last <= quote.start && quote.start < quote.end, "figures are in order and apart: {quote:?}");
        last = quote.end;
        let before = cut(quote.start - quote.prefix.chars().count(), quote.start);
        assert_eq!(
            (before, cut(quote.end, quote.end + quote.suffix.chars().count())),
            (quote.prefix.clone(), quote.suffix.clone())
        );
        assert_eq!(cut(sentence.start, sentence.end), sentence.text);
        assert!(sentence.start <= quote.start && quote.end <= sentence.end, "{record:?}");
        seen[quote.start..quote.end].fill(true);
        for words in evidence {
            assert_eq!(cut(words.start, words.end), words.text);
        }
    }
    for numeral in &found.rejected {
        assert_eq!(cut(numeral.start, numeral.end), numeral.exact);
        assert!(
            !found.records.iter().any(|r| numeral.start < r.quote.end && r.quote.start < numeral.end),
            "{numeral:?} is a figure too"
        );
        seen[numeral.start..numeral.end].fill(true);
    }
    if found.document.status != Status::Ok {
        return;
    }
    parts_of_periods(&found, &mut seen);
    let in_word = |at: usize| {
        let before = text[..at].iter().rev().find(|c| !c.is_ascii_digit() && !is_unseen(**c));
        before.is_some_and(|c| c.is_alphabetic() || *c == '_' || matches!(c, '\u{300}'..='\u{36f}'))
    };
    let is_lost = |at: &usize| text[*at].is_ascii_digit() && !seen[*at] && !in_word(*at);
    let lost: String = (0..text.len()).filter(is_lost).map(|at| text[at]).collect();
    assert!(lost.is_empty(), "`{lost}` vanished from {:?}", found.document.text);
}

/// Characters that show nothing.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Marks the numerals of periods, governing a figure or not.
fn parts_of_periods(found: &Extraction, seen: &mut [bool]) {
    let document = &found.document;
    let before = |byte: usize| document.text[..byte].chars().count();
    for block in document.blocks.iter().filter(|b| b.kind != BlockKind::Furniture) {
        let reading =
            Reading::new(block.span.of(&document.text), block.span.start(), patterns(), &mut Memo::default());
        let taken = lookalike::taken(&lookalike::find(&reading, patterns()), reading.tokens.len());
        for mention in period::find(&reading, &taken, patterns()) {
            for numeral in &mention.numerals {
                let span = reading.raw_span(numeral);
                seen[before(span.start())..before(span.end())].fill(true);
            }
        }
    }
}

/// Sentences as they stand in the news.
const SENTENCES: [&str; 16] = [
    "Tính đến hết tháng 8/2022, toàn tỉnh có 1.527.346 người tham gia bảo hiểm y tế, đạt 90,7% dân số, tăng 2,4% so với cùng kỳ năm 2021.",
    "Số thu bảo hiểm xã hội 9 tháng đầu năm 2023 đạt 3.284,6 tỷ đồng, bằng 71,2% kế hoạch.",
    "Theo Báo cáo số 217-BC/TU ngày 14-9-2022, cả nước có hơn 17,2 triệu người tham gia bảo hiểm xã hội.",
    "Phấn đấu đến năm 2025, tỷ lệ tham gia bảo hiểm xã hội bắt buộc đạt 42% và tự nguyện đạt 2,5% lực lượng lao động trong độ tuổi.",
    "Trong quý II/2023, Hà Nội giải quyết việc làm cho khoảng 62,4 nghìn lao động, giảm 3.100 người so với quý trước.",
    "Từ 5 đến 7 triệu đồng mỗi tháng là thu nhập của 12,6% số hộ được khảo sát.",
    "Năm 2021, diện tích lúa là 48.215 ha, năng suất 61,3 tạ/ha, sản lượng 295,6 nghìn tấn.",
    "Dự kiến năm 2024 sẽ có thêm 15/27 xã đạt chuẩn nông thôn mới; điện thoại liên hệ: 024.3972.1185.",
    "Kim ngạch xuất khẩu tháng 7 ước đạt 29,68 tỷ USD, tăng 0,8% so với tháng trước.",
    "Mức đóng bằng 4,5% mức lương cơ sở, Nhà nước hỗ trợ 30% đối với hộ nghèo theo Nghị định số 146/2018/NĐ-CP.",
    "Có ba mươi lăm doanh nghiệp nợ bảo hiểm với số tiền hai tỷ rưỡi đồng.",
    "Tỷ lệ hộ nghèo giảm từ 6,8% năm 2019 xuống còn 3,1% năm 2022, tức giảm 3,7 điểm phần trăm.",
    "Gần 1.300 người cao tuổi (từ 80 tuổi trở lên) được khám miễn phí tại 4 bệnh viện trong 3 ngày.",
    "Tổng vốn đầu tư 23.105 tỷ đồng, gấp 2,6 lần năm 2018; đã giải ngân 8.412,75 tỷ đồng.",
    "Lúc 9 giờ 30 ngày 2/9, nhiệt độ tại TP. Hồ Chí Minh là 33 độ C, độ ẩm 78%.",
    "Con số này đã tăng thêm 208% so với năm 2015, vượt 1,5% so với chỉ tiêu Nghị quyết số 28-NQ/TW giao.",
];

/// What is read, without the form of the letters that it is quoted in.
fn readings(found: &Extraction) -> Vec<String> {
    let plain = |text: &str| {
        let kept: String = text.nfkc().filter(|c| !is_unseen(*c)).collect();
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let records = found.records.iter().map(|r| {
        let mut out = format!(
            "{:?} {:?} {:?} {} {:?} {} {}",
            r.value, r.lower, r.upper, r.qualifier, r.unit, r.measure, r.status
        );
        let _ = write!(out, " │ {:?} {:?} {:?}", r.subject.as_deref().map(plain), r.indicator, r.group);
        let _ = write!(out, " │ {:?}", r.base.as_ref().map(|b| (b.code.clone(), plain(&b.text))));
        let _ = write!(
            out,
            " │ {:?} {:?}",
            r.period.as_ref().map(|p| &p.value),
            r.place.as_ref().map(|p| (&p.name, &p.code))
        );
        let _ = write!(out, " │ {:?}", r.reference.as_ref().map(|r| (&r.period, &r.target)));
        let _ = write!(
            out,
            " │ {:?} {} {:?}",
            r.attribution
                .as_ref()
                .map(|a| (a.document.as_deref().map(plain), a.issuer.as_deref().map(plain))),
            r.confidence,
            r.flags
        );
        out
    });
    let rejected = found.rejected.iter().map(|r| format!("{} {} {}", plain(&r.exact), r.class, r.rule));
    records.chain(rejected).collect()
}

/// The same text with noise that no reader sees.
fn noisy(text: &str, noise: usize, dice: &mut Random) -> String {
    match noise {
        0 => text.nfd().collect(),
        1 => text.replace(' ', "\u{a0}"),
        2 => text.chars().map(|c| if c == ' ' && dice.below(3) == 0 { '\u{2009}' } else { c }).collect(),
        3 => text.replace(' ', "  "),
        4 | 5 => {
            let mark = if noise == 4 { '\u{200b}' } else { '\u{ad}' };
            text.chars().flat_map(|c| [Some(c), (dice.below(6) == 0).then_some(mark)]).flatten().collect()
        }
        6 => format!("\u{feff}{text}"),
        7 => text
            .chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
            .collect(),
        _ => text.replace('-', "\u{2011}"),
    }
}

#[test]
fn noise_that_nobody_sees_changes_nothing() {
    let mut dice = Random(0x0a11);
    let mut failures = String::new();
    for sentence in SENTENCES {
        let clean = readings(&extract(sentence.as_bytes(), MediaType::Text));
        assert!(!clean.is_empty(), "{sentence}");
        for noise in 0..9 {
            let text = noisy(sentence, noise, &mut dice);
            check(text.as_bytes(), MediaType::Text);
            let dirty = readings(&extract(text.as_bytes(), MediaType::Text));
            if dirty != clean {
                let _ =
                    writeln!(failures, "{text:?} (noise {noise})\n  clean {clean:#?}\n  dirty {dirty:#?}");
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn entities_and_line_ends_of_pages_change_nothing() {
    let page =
        |body: &str| format!("<html><body><h1>Tin trong ngày</h1><article>{body}</article></body></html>");
    let paragraphs =
        |each: &dyn Fn(&str) -> String| page(&SENTENCES.map(|s| format!("<p>{}</p>\n", each(s))).concat());
    let clean = paragraphs(&str::to_owned);
    let wanted = readings(&extract(clean.as_bytes(), MediaType::Html));
    let coded = |s: &str| {
        s.chars().fold(String::new(), |mut out, c| {
            let _ = if c.is_ascii_alphanumeric() || c == ' ' {
                write!(out, "{c}")
            } else {
                write!(out, "&#x{:x};", c as u32)
            };
            out
        })
    };
    let variants = [
        ("entities", paragraphs(&coded)),
        ("no-break", paragraphs(&|s| s.replace(' ', "&nbsp;"))),
        ("thin", paragraphs(&|s| s.replace(" %", "&thinsp;%").replace(", ", ",&#8201;"))),
        ("wrapped", paragraphs(&|s| s.replace(' ', "\r\n\t "))),
        (
            "marked up",
            paragraphs(&|s| s.split(' ').map(|w| format!("<b>{w}</b>")).collect::<Vec<_>>().join(" ")),
        ),
        ("comments", paragraphs(&|s| s.replace(' ', "<!-- 7 --> "))),
        ("NFD", clean.nfd().collect()),
        ("CRLF", clean.replace('\n', "\r\n")),
    ];
    for (name, variant) in variants {
        check(variant.as_bytes(), MediaType::Html);
        assert_eq!(readings(&extract(variant.as_bytes(), MediaType::Html)), wanted, "{name}");
    }
}

/// A small generator: the same cases on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    /// Of any length up to `digits`, not only of the longest.
    fn number(&mut self, digits: u64) -> u64 {
        let digits = 1 + self.below(digits);
        self.below(10_u64.pow(digits as u32))
    }
}

/// Reads pages of a sentence per number; each has one figure, of that value.
fn read_back(wanted: &[(String, String)]) {
    for page in wanted.chunks(2_000) {
        let text = page.iter().map(|(sentence, _)| sentence.as_str()).collect::<Vec<_>>().join("\n");
        let found = extract(text.as_bytes(), MediaType::Text);
        let read: Vec<_> =
            found.records.iter().map(|r| (r.sentence.text.as_str(), r.value.as_deref())).collect();
        for ((sentence, value), read) in page.iter().zip(&read) {
            assert_eq!(*read, (sentence.as_str(), Some(value.as_str())));
        }
        assert_eq!(read.len(), page.len());
    }
}

#[test]
fn numbers_written_in_digits_are_read_back() {
    let mut dice = Random(0x5eed);
    let mut wanted = Vec::new();
    while wanted.len() < 50_000 {
        let whole = dice.number(15);
        let decimals = dice.below(3);
        let part = dice.below(10_u64.pow(decimals as u32));
        let value: rust_decimal::Decimal = format!("{whole}.{part:0width$}", width = decimals as usize)
            .trim_end_matches('.')
            .parse()
            .expect("a decimal");
        let sentence = format!("Số thu đạt {} đồng.", write::digits(value, Style::Vietnamese));
        wanted.push((sentence, value.normalize().to_string()));
    }
    read_back(&wanted);
}

#[test]
fn numbers_written_in_words_are_read_back() {
    let mut dice = Random(0xface);
    let numbers = (13..2_000).chain(std::iter::repeat_with(|| 13 + dice.number(15)).take(48_013));
    let wanted: Vec<_> =
        numbers.map(|n| (format!("Số thu đạt {} đồng.", write::words(n)), n.to_string())).collect();
    read_back(&wanted);
}

/// Pieces of pages and of sentences.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(&SENTENCES[..]).prop_map(str::to_owned),
        proptest::sample::select(vec![
            "<p>",
            "</p>",
            "<table><tr><td>",
            "</td><td>",
            "<tr>",
            "</table>",
            "<li>",
            "<h2>",
            "</h2>",
            "<div class=content>",
            "</div>",
            "&nbsp;",
            "&#49;",
            "<br>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "ĐVT: tỷ đồng",
            "\n",
            "\r\n\r\n",
            "\u{300}",
            "\u{200b}",
            "\u{feff}",
            "\0",
            "½",
        ])
        .prop_map(str::to_owned),
        "[0-9.,/:%() -]{1,9}",
        "\\PC{0,12}",
        proptest::sample::select(vec![
            "năm",
            "tháng",
            "tỷ",
            "người",
            "từ",
            "đến",
            "so với",
            "số",
            "mươi",
            "quý",
            "điều",
            "lần thứ",
            "tăng",
            "trên",
            "mỗi"
        ])
        .prop_map(|word| format!(" {word} ")),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..800)) {
        check(&bytes, MediaType::Text);
        check(&bytes, MediaType::Html);
    }

    #[test]
    fn any_soup_of_pages_and_sentences_is_read(text in soup()) {
        check(text.as_bytes(), MediaType::Text);
        check(text.as_bytes(), MediaType::Html);
    }
}
