//! Plain texts in the shapes that pages are saved in, each shown as one line per block.

use super::*;

fn read_it(text: &str) -> Plain {
    read(&crate::patterns::for_tests().pages.words, text)
}

/// `T` title, `L` lead, `H` heading, `P` paragraph, `I` item, `C` caption, `F` furniture, `B` table.
fn shape(text: &str) -> String {
    let plain = read_it(text);
    let letter = |b: &Block| match b.kind {
        BlockKind::Title => 'T',
        BlockKind::Lead => 'L',
        BlockKind::Heading(_) => 'H',
        BlockKind::ListItem => 'I',
        BlockKind::Caption => 'C',
        BlockKind::Table(_) => 'B',
        BlockKind::Furniture => 'F',
        BlockKind::Paragraph | BlockKind::Quote => 'P',
    };
    plain.blocks.iter().map(letter).collect()
}

fn dates(text: &str) -> String {
    let m = read_it(text).metadata;
    let show = |d: &Option<Dated>| d.as_ref().map_or("-".to_owned(), |d| d.date.to_string());
    format!("{} {} {}", show(&m.published), show(&m.modified), show(&m.page_clock))
}

const BODY: &str = "Chiều 24/12, đoàn đại biểu của tỉnh nối máy với đầu cầu Trung ương để nghe tổng kết chặng đường đưa bảo hiểm đến mọi nhà, mọi thôn xóm.";

#[test]
fn a_clock_above_and_a_stamp_below() {
    let text = format!(
        "Thứ Năm, 21/11/2024 23:43 (GMT +7)\r\n\r\nTỉnh ta dự hội nghị tổng kết về bảo hiểm\r\n\r\nThứ 7, 25/12/2021 | 09:56:00 [GMT +7] A  A\r\n\r\n{BODY}\r\n\r\nBảo Phúc\r\n\r\nÝ kiến ()\r\n0 / 500 ký tự\r\nGuest\r\n"
    );
    assert_eq!(shape(&text), "FTFPPFFF");
    assert_eq!(dates(&text), "2021-12-25 - 2024-11-21");
    let m = read_it(&text).metadata;
    assert_eq!(m.title.as_deref(), Some("Tỉnh ta dự hội nghị tổng kết về bảo hiểm"));
}

#[test]
fn a_stamp_in_brackets_behind_the_headline() {
    let text = format!("Thủ đô đặt đích 91,5% dân số có thẻ (17:59 24/01/2021)\n\n\n{BODY}\n");
    assert_eq!(shape(&text), "TP");
    assert_eq!(dates(&text), "2021-01-24 - -");
    assert_eq!(read_it(&text).metadata.title.as_deref(), Some("Thủ đô đặt đích 91,5% dân số có thẻ"));
}

#[test]
fn a_window_title_above_the_headline() {
    let text = format!(
        "Đưa bảo hiểm về từng thôn xóm - Cổng thông tin - Sở Xây dựng\n\nĐưa bảo hiểm về từng thôn xóm\n\n06/11/2020\n\n{BODY}\n\nNguồn: Báo tỉnh\n\nCác tin đã đưa ngày:"
    );
    assert_eq!(shape(&text), "FTFPPF");
    assert_eq!(dates(&text), "2020-11-06 - -");
    assert_eq!(read_it(&text).metadata.syndicated_from.as_deref(), Some("Báo tỉnh"));
}

#[test]
fn a_text_that_begins_with_its_first_sentence_has_no_title() {
    assert_eq!(shape(&format!("(BTĐ) - {BODY}\n{BODY}\n(*) Không sao chép dưới mọi hình thức.")), "PPF");
    assert_eq!(shape(BODY), "P");
}

#[test]
fn a_footer_of_a_portal_is_furniture_to_its_end() {
    let text = format!(
        "image banner\nChỉ thị mới về bảo hiểm ở thành phố cảng\n{BODY}\n\nHoàng Tùng\n\nTIN MỚI NHẤT\nimage advertisement\nThống kê truy cập\n  • Đang online: 17\n  • Hôm nay: 1.204\n CỔNG THÔNG TIN ĐIỆN TỬ SỞ THÔNG TIN\n\nĐịa chỉ: 18 Bờ Cảng\n\nĐiện thoại: 0225.3000.000 - Fax: 0225.3000.001\n\nChung nhan Tin Nhiem Mang"
    );
    assert_eq!(shape(&text), "FTPPFFFFFFFFF");
    assert_eq!(read_it(&text).metadata.author.as_deref(), Some("Hoàng Tùng"));
}

#[test]
fn markdown_left_in_the_text() {
    let text = format!(
        "Vốn FDI 11 tháng đạt 26 tỷ USD\n=====\n\n[Xem ở đây](https://a.vn/11-thang-26-ty/)Vốn đăng ký mới đạt 13 tỷ USD …\n-----\n\n![anh](https://a.vn/2021/01/x.jpg \"26 tỷ\")\n\n{BODY}\n\n**Hoài Anh**\n"
    );
    assert_eq!(shape(&text), "TFFLFFPP");
}

#[test]
fn wrapped_lines_are_one_paragraph() {
    let words: Vec<&str> = BODY.split(' ').collect();
    let mut lines = vec![String::new()];
    for word in words.iter().cycle().take(90) {
        let line = lines.last_mut().expect("never empty");
        if line.chars().count() + word.chars().count() + 1 > 60 {
            lines.push((*word).to_owned());
        } else if line.is_empty() {
            line.push_str(word);
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    assert_eq!(shape(&format!("{}\n\n{BODY}", lines.join("\n"))), "PP");
    assert_eq!(shape(&lines.join("\n")), "P");
}

#[test]
fn headings_items_captions_and_tables() {
    let text = format!(
        "Kết quả chín tháng đầu năm\n\n{BODY}\n\nNgười tham gia\n- Bảo hiểm xã hội: 1.204 người;\n- Bảo hiểm y tế: 9.876 người.\n\n[img]\nQuang cảnh lễ ra quân. Ảnh: N.H\n\n{BODY}\n\nChỉ tiêu\t2019\t2020\nThu (tỷ đồng)\t1.200\t1.318\nChi (tỷ đồng)\t900\t905\n"
    );
    assert_eq!(shape(&text), "TPHIIFCPB");
}

#[test]
fn indented_paragraphs_are_no_table() {
    assert_eq!(shape(&format!("\t{BODY}\n\t{BODY}\n\t{BODY}")), "PPP");
}

#[test]
fn a_line_of_megabytes_is_cut_at_sentences() {
    let text = "Thu 1.234 tỷ đồng trong quý. ".repeat(20_000);
    let plain = read_it(&text);
    assert!(plain.blocks.len() > 5);
    assert!(plain.blocks.iter().all(|b| b.span.of(&text).ends_with("quý.")));
}
