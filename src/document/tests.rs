//! What holds for every page, however broken: no panic, spans on characters, work in proportion.
use proptest::prelude::*;

use super::*;

fn parsed(bytes: Vec<u8>, media_type: MediaType) -> Document {
    parse(&Page::new("x", bytes, media_type), &crate::patterns::for_tests().pages)
}

/// Spans ascend, do not overlap, and can be cut out.
fn check(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start() >= end);
        assert!(!block.span.of(&document.text).is_empty());
        end = block.span.end();
        if let BlockKind::Table(table) = &block.kind {
            for cell in &table.cells {
                assert!(block.span.contains(cell.span));
                let _ = cell.span.of(&document.text);
                assert!(
                    cell.row + cell.row_span <= table.rows && cell.column + cell.column_span <= table.columns
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check(&parsed(bytes.clone(), MediaType::Html));
        check(&parsed(bytes, MediaType::Text));
    }

    #[test]
    fn any_soup_of_tags_is_read(pieces in proptest::collection::vec(
        prop::sample::select(vec![
            "<div>", "</div>", "<p>", "<table>", "<tr>", "<td rowspan=3>", "<th colspan=2>", "</table>", "<br>", "<h1>", "</h1>",
            "<li>", "<a href=x>", "</a>", "<b>", "<!--", "-->", "<script>", "</script>", "<title>", "<time datetime='2020-01-01'>",
            "Số người tham gia đạt 1.846.011 người, bằng 38,4% lực lượng lao động.", "Thứ 7, 25/12/2021 | 09:56", "1.234", "\u{FFFD}",
            "ĐVT: tỷ đồng", "&nbsp;", "&#7879;", "<figure>", "<blockquote>", "<form>", "<template>", "<svg>", "<frameset>", "<select><option>",
        ]), 0..60)) {
        check(&parsed(pieces.concat().into_bytes(), MediaType::Html));
    }

    #[test]
    fn a_plain_text_is_stored_unchanged(text in "(\\PC|\n|\r\n|\t){0,300}") {
        let document = parsed(text.clone().into_bytes(), MediaType::Text);
        check(&document);
        if matches!(document.status, Status::Ok) {
            prop_assert_eq!(document.text, text.strip_prefix('\u{FEFF}').unwrap_or(&text));
        }
    }
}

#[test]
fn hostile_pages_end_at_once() {
    let numbered = |n: usize, tag: &str| (0..n).fold(String::new(), |s, i| s + tag + &i.to_string() + "=1 ");
    let attributes = numbered(50_000, "a");
    for (name, page) in [
        ("depth", "<div>".repeat(100_000)),
        ("nested tables", "<table><tr><td>".repeat(20_000)),
        ("attributes", format!("<p {attributes}>BHXH</p>")),
        ("unclosed", "<b>x".repeat(50_000)),
        ("unclosed fonts", numbered(20_000, "><p>x<font size")),
        ("open scripts", "<script>".repeat(100_000)),
        ("lists", "<ul><li>".repeat(50_000)),
        ("comment", format!("<!--{}", "-".repeat(500_000))),
    ] {
        // How long each takes is the bench's to say; a guard that fails makes hours of it.
        let document = parsed(page.into_bytes(), MediaType::Html);
        assert!(document.text.len() < 10_000, "{name}");
    }
}

#[test]
fn inputs_that_are_no_pages() {
    for (bytes, status) in [
        (&b""[..], Status::Empty),
        (b" \n\t ", Status::Empty),
        (b"\xEF\xBB\xBF", Status::Empty),
        (b"%PDF-1.7 ...", Status::Binary),
        (b"PK\x03\x04....", Status::Binary),
        (b"abc\0\0\0def", Status::Binary),
    ] {
        for media_type in [MediaType::Html, MediaType::Text] {
            let document = parsed(bytes.to_vec(), media_type);
            assert_eq!(document.status, status, "{bytes:?}");
            assert!(!document.reason.is_empty());
        }
    }
    let line = "Thu 1.234 tỷ đồng. ".repeat(4_000_000).into_bytes();
    assert_eq!(parsed(line, MediaType::Text).status, Status::TooLarge);
}

#[test]
fn character_sets() {
    let page = |charset: &str| format!("<meta charset={charset}><p>Tỉnh có 156 đại lý thu.</p>").into_bytes();
    let read = |bytes: Vec<u8>, header: Option<&str>| {
        let mut page = Page::new("x", bytes, MediaType::Html);
        page.charset = header.map(str::to_owned);
        let m = parse(&page, &crate::patterns::for_tests().pages).metadata;
        format!("{} {}", m.charset.unwrap_or_default(), m.charset_basis.map_or("-", CharsetBasis::code))
    };
    assert_eq!(read(page("windows-1252"), None), "UTF-8 valid_utf8");
    assert_eq!(read(page("utf-8"), Some("iso-8859-1")), "UTF-8 valid_utf8");
    assert_eq!(read([b"\xEF\xBB\xBF".to_vec(), page("x")].concat(), None), "UTF-8 byte_order_mark");
    let old = b"<meta charset=windows-1258><p>B\xE0i t\xECnh gi\xE1</p>".to_vec();
    assert_eq!(read(old.clone(), None), "windows-1258 meta");
    assert_eq!(read(old, Some("windows-1252")), "windows-1252 header");
    let wide: Vec<u8> = "<p>Tỉnh có 156 đại lý thu.</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(wide, None), "UTF-16LE detected");
}
