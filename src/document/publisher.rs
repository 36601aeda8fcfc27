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
    headline, hints,
    metadata::Facts,
};
use crate::patterns::pages::{PageWords, Role};

/// What parts the name of a site from the title of its page.
const BARS: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " » "];
/// Stands for a dash inside a name.
const DASH: &str = "\u{1}";
/// Longest line that is a masthead or a notice, in bytes.
const LONGEST_LINE: usize = 600;
/// Most words of a name.
const MOST_WORDS: usize = 16;

/// The name of who prints the page.
pub(super) fn of_page(parts: &Parts<'_, '_>, facts: &Facts) -> Option<String> {
    let words = parts.words;
    let said = facts.publisher.clone().or_else(|| facts.site_name.clone());
    said.or_else(|| in_title(words, facts.window_title.as_deref()?))
        .or_else(|| in_lines(parts, |_, line| in_notice(words, line)))
        .or_else(|| in_lines(parts, |bits, line| in_masthead(words, bits, line)))
        .or_else(|| on_logo(parts))
        .or_else(|| below(parts))
        .or_else(|| home(words, parts.flat).map(str::to_owned))
        .or_else(|| in_lines(parts, |_, line| owner(words, line)))
}

/// The first name in a line that is no part of the article, from below: footers tell more than headers.
fn in_lines(parts: &Parts<'_, '_>, name: impl Fn(u32, &str) -> Option<String>) -> Option<String> {
    let runs = parts.runs.runs.iter().enumerate().rev().filter(|(i, _)| !parts.content.keeps(*i));
    let lines = runs.map(|(_, run)| (parts.bits[run.first as usize], parts.runs.text(run)));
    lines.filter(|(_, words)| words.len() <= LONGEST_LINE).find_map(|(bits, words)| name(bits, words))
}

/// `Tin bài - Báo Đồi Chè`, `Cổng thông tin điện tử huyện Đồi Chè`: the piece that is a name.
pub(super) fn in_title(words: &PageWords, title: &str) -> Option<String> {
    let title = &joined(words, title);
    let pieces: Vec<&str> =
        BARS.iter().fold(vec![title], |pieces, bar| pieces.iter().flat_map(|p| p.split(bar)).collect());
    pieces.into_iter().rev().map(str::trim).find(|piece| is_name(words, piece)).map(parted)
}

/// The words with the dashes inside names out of sight.
fn joined(words: &PageWords, line: &str) -> String {
    let tails = words.of_role(Role::BehindDash).all();
    tails
        .iter()
        .fold(line.to_owned(), |line, tail| line.replace(&format!(" - {tail}"), &format!("{DASH}{tail}")))
}

/// The same with those dashes again.
fn parted(name: &str) -> String {
    name.replace(DASH, " - ")
}

/// `© 2021 Báo Đồi Chè. Giấy phép …`: what follows the mark, up to the end of the name.
pub(super) fn in_notice(words: &PageWords, line: &str) -> Option<String> {
    let low = line.to_lowercase();
    let marks = words.of_role(Role::Rights).all().iter();
    let at = marks.filter_map(|mark| low.find(mark.as_str())).min()?;
    // Lower case may have another length; the mark is looked up again where it does.
    let mut rest = line.get(at..)?;
    loop {
        let before = rest;
        rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "–|.():,-".contains(c));
        let low = rest.to_lowercase();
        let linked = [Role::Rights, Role::RightsLink].into_iter().find_map(|r| words.of_role(r).begins(&low));
        rest = linked.and_then(|end| rest.get(end..)).unwrap_or(rest);
        if rest == before {
            break;
        }
    }
    named(words, rest)
}

/// A line of the header or footer that is a name and nothing else.
fn in_masthead(page_words: &PageWords, bits: u32, words: &str) -> Option<String> {
    let framed = bits & (hints::HEADER | hints::FOOTER) != 0;
    (framed && is_name(page_words, words)).then(|| words.to_owned())
}

/// A line below the article that is the name of a portal or a newspaper and leads nowhere.
fn below(parts: &Parts<'_, '_>) -> Option<String> {
    let last = (0..parts.runs.runs.len()).rfind(|&i| parts.content.keeps(i))?;
    let lines = parts.runs.runs[last + 1..].iter().filter(|run| run.n_link == 0);
    let mut names = lines.map(|run| parts.runs.text(run)).filter(|words| {
        words.len() <= LONGEST_LINE && headline::is_site(parts.words, words) && is_name(parts.words, words)
    });
    names.next().map(str::to_owned)
}

/// The host that the logo leads to, or the first link home: `<a href="http://doiche.example/" title="Trang chủ">`.
pub(super) fn home<'a>(page_words: &PageWords, flat: &Flat<'a>) -> Option<&'a str> {
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
        let words = element.attr("title").unwrap_or_default();
        let named = is_home(page_words, words) || inside.iter().any(|n| is_home(page_words, n.text));
        super::host_of(address).filter(|_| pictured || named)
    });
    homes.next()
}

/// Whether a link says that it leads to the front page.
pub(super) fn is_home(page_words: &PageWords, words: &str) -> bool {
    words.len() <= 40 && page_words.of_role(Role::Home).is(&words.trim().to_lowercase())
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
        let is = is_name(parts.words, &alt) && (logo || above)
            || logo && (2..=8).contains(&words) && is_capital(&alt);
        is.then_some(alt)
    });
    named.next()
}

/// `Cơ quan chủ quản: Ủy ban nhân dân huyện Đồi Chè`.
pub(super) fn owner(page_words: &PageWords, words: &str) -> Option<String> {
    let low = words.to_lowercase();
    let mark = &low[..page_words.of_role(Role::Owner).begins(&low)?];
    let (at, _) = words.char_indices().nth(mark.chars().count())?;
    named(page_words, words[at..].trim_start_matches([':', ' ', '-', '\u{a0}']))
}

/// The name at the front of `words`: up to the mark that ends it.
fn named(page_words: &PageWords, words: &str) -> Option<String> {
    const ENDS: [&str; 7] = [". ", ", ", "; ", " - ", " – ", " | ", " ("];
    let words = &joined(page_words, words);
    let low = words.to_lowercase();
    let said = page_words.of_role(Role::AfterName).all().iter();
    let said = said.filter_map(|mark| low.find(mark.as_str())).filter(|at| words.is_char_boundary(*at));
    let end = ENDS.iter().filter_map(|mark| words.find(mark)).chain(said).min().unwrap_or(words.len());
    let name = words[..end].trim().trim_end_matches(['.', ',', ';', ':', '-', '|']).trim_end();
    let n_words = name.split_whitespace().count();
    let host = n_words == 1 && name.split('.').filter(|part| part.len() > 1).count() >= 2;
    let sound = (2..=MOST_WORDS).contains(&n_words) && is_capital(name);
    (host || sound).then(|| parted(name))
}

/// Begins as the names of sites and offices do, and says no more.
pub(super) fn is_name(page_words: &PageWords, words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    if !(2..=MOST_WORDS).contains(&n_words) || !is_capital(words) || words.ends_with(['.', ':', ',', ';']) {
        return false;
    }
    let low = words.to_lowercase();
    // A name has at most a year in it, and no verb of a headline is looked for: headlines are not framed.
    page_words.of_role(Role::Name).begins(&low).is_some()
        && page_words.of_role(Role::NoName).begins(&low).is_none()
        && !page_words.of_role(Role::Kind).is(&low)
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
        let words = &crate::patterns::for_tests().pages.words;
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
            assert_eq!(in_notice(words, line).as_deref(), expected, "{line}");
        }
        for (title, expected) in [
            ("Chè xuân được mùa - Báo Đồi Chè điện tử", Some("Báo Đồi Chè điện tử")),
            ("Cổng thông tin điện tử huyện Đồi Chè", Some("Cổng thông tin điện tử huyện Đồi Chè")),
            ("Báo cáo 6 tháng của huyện Đồi Chè", None),
            ("Báo cáo tình hình trồng chè của huyện", None),
            ("Chè xuân được mùa", None),
        ] {
            assert_eq!(in_title(words, title).as_deref(), expected, "{title}");
        }
        assert_eq!(
            owner(words, "Cơ quan chủ quản: UBND huyện Đồi Chè. Giấy phép số 4").as_deref(),
            Some("UBND huyện Đồi Chè")
        );
    }
}
