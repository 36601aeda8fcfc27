//! Who prints a page, where neither its address nor its head says so: mastheads, notices of copyright, logos.
//!
//! In: [`Facts`], the runs and the hints. Out: a name, as printed. Names are looked for in this order: JSON-LD,
//! `og:site_name`, the end of the window's title, the masthead and the footer, the words on the logo, the host
//! that the logo leads to, and last the body that the site belongs to.
//!
//! Worked example: `© 2021 Bản quyền thuộc về Báo Đồi Chè. Giấy phép số 12/GP` names `Báo Đồi Chè`.

use scraper::node::Element;

use super::{
    blocks::Parts,
    flat::{Flat, Tag, collapse},
    hints,
    metadata::Facts,
};

/// What the name of a site or of an office begins with.
const NAMES: [&str; 22] = [
    "báo ",
    "tạp chí ",
    "đài ",
    "cổng thông tin",
    "cổng ttđt",
    "cổng giao tiếp",
    "trang thông tin",
    "trang ttđt",
    "trang tin",
    "thông tấn xã",
    "thời báo ",
    "chuyên trang ",
    "website ",
    "sở ",
    "bộ ",
    "cục ",
    "tổng cục ",
    "ủy ban nhân dân",
    "uỷ ban nhân dân",
    "ubnd ",
    "bảo hiểm xã hội ",
    "văn phòng ",
];
/// What begins so and is no name.
const NO_NAMES: [&str; 9] =
    ["báo cáo", "báo động", "báo giá", "bộ đội", "bộ phận", "bộ máy", "sở hữu", "cục diện", "văn phòng phẩm"];
/// Kinds of sites: without more no name.
const KINDS: [&str; 6] = [
    "cổng thông tin điện tử",
    "trang thông tin điện tử",
    "trang tin điện tử",
    "báo điện tử",
    "cổng thông tin",
    "trang thông tin",
];
/// What stands before the name in a notice of copyright.
const BEFORE: [&str; 12] =
    ["©", "(c)", "®", "copyright", "bản quyền", "thuộc về", "thuộc", "của", "by", ":", "-", ","];
/// What stands before the name of the body that a site belongs to.
const OWNERS: [&str; 4] = ["cơ quan chủ quản", "đơn vị chủ quản", "cơ quan của", "cơ quan ngôn luận của"];
/// What follows a dash in the middle of a name: `Sở Lao động - Thương binh và Xã hội`.
const BEHIND_DASH: [&str; 8] =
    ["Thương binh", "Truyền hình", "truyền hình", "Xã hội", "Thể thao", "Du lịch", "Kỹ thuật", "Kế hoạch"];
/// What parts the name of a site from the title of its page.
const BARS: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " » "];
/// What a link to the front page says.
const HOMES: [&str; 5] = ["trang chủ", "về trang chủ", "trang nhất", "home", "homepage"];
/// Stands for a dash inside a name.
const DASH: &str = "\u{1}";
/// Longest line that is a masthead or a notice, in bytes.
const LONGEST_LINE: usize = 600;
/// Most words of a name.
const MOST_WORDS: usize = 16;

/// The name of who prints the page.
pub(super) fn of_page(parts: &Parts<'_, '_>, facts: &Facts) -> Option<String> {
    let said = facts.publisher.clone().or_else(|| facts.site_name.clone());
    said.or_else(|| in_title(facts.window_title.as_deref()?))
        .or_else(|| in_lines(parts, |_, words| in_notice(words)))
        .or_else(|| in_lines(parts, in_masthead))
        .or_else(|| on_logo(parts))
        .or_else(|| home(parts.flat).map(str::to_owned))
        .or_else(|| in_lines(parts, |_, words| owner(words)))
}

/// The first name in a line that is no part of the article, from below: footers tell more than headers.
fn in_lines(parts: &Parts<'_, '_>, name: impl Fn(u32, &str) -> Option<String>) -> Option<String> {
    let runs = parts.runs.runs.iter().enumerate().rev().filter(|(i, _)| !parts.content.keeps(*i));
    let lines = runs.map(|(_, run)| (parts.bits[run.first as usize], parts.runs.text(run)));
    lines.filter(|(_, words)| words.len() <= LONGEST_LINE).find_map(|(bits, words)| name(bits, words))
}

/// `Tin bài - Báo Đồi Chè`, `Cổng thông tin điện tử huyện Đồi Chè`: the piece that is a name.
fn in_title(title: &str) -> Option<String> {
    let title = &joined(title);
    let pieces: Vec<&str> =
        BARS.iter().fold(vec![title], |pieces, bar| pieces.iter().flat_map(|p| p.split(bar)).collect());
    pieces.into_iter().rev().map(str::trim).find(|piece| is_name(piece)).map(parted)
}

/// The words with the dashes inside names out of sight.
fn joined(words: &str) -> String {
    BEHIND_DASH
        .iter()
        .fold(words.to_owned(), |words, tail| words.replace(&format!(" - {tail}"), &format!("{DASH}{tail}")))
}

/// The same with those dashes again.
fn parted(name: &str) -> String {
    name.replace(DASH, " - ")
}

/// `© 2021 Báo Đồi Chè. Giấy phép …`: what follows the mark, up to the end of the name.
fn in_notice(words: &str) -> Option<String> {
    let low = words.to_lowercase();
    let at = ["©", "copyright", "bản quyền"].iter().filter_map(|mark| low.find(mark)).min()?;
    // Lower case may have another length; the mark is looked up again where it does.
    let mut rest = words.get(at..)?;
    loop {
        let before = rest;
        rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "–|.()".contains(c));
        for mark in BEFORE {
            let matches = rest.char_indices().nth(mark.chars().count()).map_or(rest.len(), |(at, _)| at);
            let cut = &rest[matches..];
            let whole = !mark.ends_with(char::is_alphabetic) || !cut.starts_with(char::is_alphanumeric);
            if rest[..matches].to_lowercase() == mark && whole {
                rest = cut;
                break;
            }
        }
        if rest == before {
            break;
        }
    }
    named(rest)
}

/// A line of the header or footer that is a name and nothing else.
fn in_masthead(bits: u32, words: &str) -> Option<String> {
    let framed = bits & (hints::HEADER | hints::FOOTER) != 0;
    (framed && is_name(words)).then(|| words.to_owned())
}

/// The host that the logo leads to, or the first link home: `<a href="http://doiche.example/" title="Trang chủ">`.
pub(super) fn home<'a>(flat: &Flat<'a>) -> Option<&'a str> {
    let links = flat.nodes.iter().enumerate().filter(|(_, n)| n.tag == Tag::Link);
    let mut homes = links.filter_map(|(i, node)| {
        let element = node.element?;
        let address = element.attr("href").filter(|a| a.contains("//") && a.len() <= 100)?;
        let (_, path) = address.split_once("//")?;
        if path.split_once('/').is_some_and(|(_, path)| !path.is_empty()) {
            return None;
        }
        let logo = |e: &Element| {
            let mut said = ["class", "id", "src"].into_iter().filter_map(|name| e.attr(name));
            said.any(|value| value.to_ascii_lowercase().contains("logo"))
        };
        let inside = &flat.nodes[i..node.end as usize];
        let pictured = inside.iter().filter_map(|n| n.element).any(logo);
        let words = element.attr("title").unwrap_or_default().trim().to_lowercase();
        let named = HOMES.contains(&words.as_str()) || inside.iter().any(|n| is_home(n.text));
        super::host_of(address).filter(|_| pictured || named)
    });
    homes.next()
}

fn is_home(words: &str) -> bool {
    words.len() <= 40 && HOMES.contains(&words.trim().to_lowercase().as_str())
}

/// The words that stand for a picture of the header that is a logo.
fn on_logo(parts: &Parts<'_, '_>) -> Option<String> {
    let pictures = parts.flat.nodes.iter().enumerate().filter(|(_, n)| n.tag == Tag::Image);
    let mut named = pictures.filter_map(|(i, node)| {
        let element = node.element?;
        let alt = collapse(element.attr("alt")?);
        let logo = ["class", "id", "src"]
            .into_iter()
            .filter_map(|name| element.attr(name))
            .any(|value| value.to_ascii_lowercase().contains("logo"));
        let above = parts.bits[i] & hints::HEADER != 0;
        let words = alt.split(' ').count();
        let is = is_name(&alt) && (logo || above) || logo && (2..=8).contains(&words) && is_capital(&alt);
        is.then_some(alt)
    });
    named.next()
}

/// `Cơ quan chủ quản: Ủy ban nhân dân huyện Đồi Chè`.
fn owner(words: &str) -> Option<String> {
    let low = words.to_lowercase();
    let mark = OWNERS.iter().find(|mark| low.starts_with(*mark))?;
    let (at, _) = words.char_indices().nth(mark.chars().count())?;
    named(words[at..].trim_start_matches([':', ' ', '-', '\u{a0}']))
}

/// The name at the front of `words`: up to the mark that ends it.
fn named(words: &str) -> Option<String> {
    const ENDS: [&str; 12] = [
        ". ",
        ", ",
        "; ",
        " - ",
        " – ",
        " | ",
        " (",
        "Giấy phép",
        "All rights",
        "all rights",
        "Ghi rõ",
        "Địa chỉ",
    ];
    let words = &joined(words);
    let end = ENDS.iter().filter_map(|mark| words.find(mark)).min().unwrap_or(words.len());
    let name = words[..end].trim().trim_end_matches(['.', ',', ';', ':', '-', '|']).trim_end();
    let n_words = name.split_whitespace().count();
    let host = n_words == 1 && name.split('.').filter(|part| part.len() > 1).count() >= 2;
    let sound = (2..=MOST_WORDS).contains(&n_words) && is_capital(name);
    (host || sound).then(|| parted(name))
}

/// Begins as the names of sites and offices do, and says no more.
fn is_name(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    if !(2..=MOST_WORDS).contains(&n_words) || !is_capital(words) || words.ends_with(['.', ':', ',', ';']) {
        return false;
    }
    let low = words.to_lowercase();
    // A name has at most a year in it, and no verb of a headline is looked for: headlines are not framed.
    let begins = |words: &[&str]| words.iter().any(|w| low.starts_with(w));
    begins(&NAMES)
        && !begins(&NO_NAMES)
        && !KINDS.contains(&low.as_str())
        && !low.bytes().any(|b| b.is_ascii_digit() || b == b'%')
}

fn is_capital(words: &str) -> bool {
    words.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{in_notice, in_title, owner};

    #[test]
    fn names_in_notices_and_titles() {
        for (line, expected) in [
            ("© 2021 Bản quyền thuộc về Báo Đồi Chè. Giấy phép số 12/GP-BTTTT", Some("Báo Đồi Chè")),
            ("Copyright © 2018 by Sở Y tế tỉnh Đồi Chè - All rights reserved", Some("Sở Y tế tỉnh Đồi Chè")),
            ("© Copyright 2015, doiche.example", Some("doiche.example")),
            ("Bản quyền: Trung tâm Văn hóa huyện Đồi Chè", Some("Trung tâm Văn hóa huyện Đồi Chè")),
            (
                "© Đài Phát thanh - Truyền hình Đồi Chè. Điện thoại: 0288",
                Some("Đài Phát thanh - Truyền hình Đồi Chè"),
            ),
            ("© 2020", None),
            ("Bản quyền phát sóng giải đấu được bán với giá 12 triệu USD", None),
            ("All rights reserved", None),
        ] {
            assert_eq!(in_notice(line).as_deref(), expected, "{line}");
        }
        for (title, expected) in [
            ("Chè xuân được mùa - Báo Đồi Chè điện tử", Some("Báo Đồi Chè điện tử")),
            ("Cổng thông tin điện tử huyện Đồi Chè", Some("Cổng thông tin điện tử huyện Đồi Chè")),
            ("Báo cáo 6 tháng của huyện Đồi Chè", None),
            ("Báo cáo tình hình trồng chè của huyện", None),
            ("Chè xuân được mùa", None),
        ] {
            assert_eq!(in_title(title).as_deref(), expected, "{title}");
        }
        assert_eq!(
            owner("Cơ quan chủ quản: UBND huyện Đồi Chè. Giấy phép số 4").as_deref(),
            Some("UBND huyện Đồi Chè")
        );
    }
}
