//! Tokens → sentences.
//!
//! In: the tokens of a block. Out: token ranges, one per sentence, covering all tokens. A full stop ends a
//! sentence unless it belongs to an abbreviation (`TP. HCM`, `PGS. TS.`) or to a number; glued sentences
//! (`năm 2020.Tỉnh`) are split.
//!
//! Example: `TP. HCM nợ 2.953 tỷ đồng.Số đơn vị là 5.583.` → two sentences.

use std::ops::Range;

use super::token::{Case, Token, TokenKind};

/// Abbreviations that are followed by a full stop inside a sentence, lower case.
const ABBREVIATIONS: [&str; 18] = [
    "tp", "tx", "tt", "ts", "ths", "pgs", "gs", "bs", "cn", "ks", "q", "p", "mr", "ms", "mrs", "dr", "st",
    "no",
];

/// The longest sentence, in tokens. The longest of the 20 MB of news read while this was written has under a thousand.
const LONGEST: usize = 2000;

/// The sentences of a block, as ranges of token indices.
pub fn sentences(norm: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let Some(mut end) = stop_at(norm, tokens, at) else {
            at += 1;
            // A table or a page without a full stop: cut, so that nobody works on a sentence as long as a book.
            if at - start >= LONGEST {
                out.push(start..at);
                start = at;
            }
            continue;
        };
        // Closing quotes and brackets belong to the sentence that they close.
        while end < tokens.len() && !tokens[end].spaced && is_closing(&tokens[end]) {
            end += 1;
        }
        out.push(start..end);
        start = end;
        at = end;
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

fn is_closing(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Mark('"' | '”' | '’' | '\'' | ')' | ']' | '»' | '.' | '!' | '?' | '…'))
}

/// If a sentence ends at token `at`, the index after its last token.
fn stop_at(norm: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let TokenKind::Mark(mark) = tokens[at].kind else { return None };
    let next = tokens[at + 1..].iter().find(|t| !is_closing(t));
    match mark {
        '!' | '?' => Some(at + 1),
        '…' | '.' => {
            let before = at.checked_sub(1).map(|i| &tokens[i]);
            let Some(next) = next else { return Some(at + 1) };
            if mark == '.' && before.is_some_and(|b| is_abbreviation(norm, b)) {
                return None;
            }
            // `quạt điện, quần áo… (Bình Sơn).`: a bracket behind an ellipsis adds to what was listed.
            let trails = mark == '…' || before.is_some_and(|b| b.is('.'));
            let starts = starts_sentence(next) && !(trails && next.is('('));
            if next.spaced {
                return starts.then_some(at + 1);
            }
            // Glued: `2020.Tỉnh`, `đồng.Số` yes; `Haiphong.gov.vn`, `ĐT.741`, `U.S.A` no.
            let long_before = before
                .is_some_and(|b| b.is_number() || (b.is_word() && b.case == Case::Lower) || is_closing(b));
            (mark == '…' || long_before)
                .then_some(())
                .filter(|()| next.is_word() && next.case == Case::Title && next.span.len() > 1)
                .map(|()| at + 1)
        }
        _ => None,
    }
}

fn starts_sentence(token: &Token) -> bool {
    match token.kind {
        TokenKind::Word | TokenKind::Code => token.case != Case::Lower,
        TokenKind::Number => true,
        TokenKind::Mark(c) => {
            matches!(c, '"' | '“' | '‘' | '(' | '[' | '«' | '-' | '–' | '—' | '•' | '+' | '*')
        }
    }
}

fn is_abbreviation(norm: &str, token: &Token) -> bool {
    token.is_word()
        && token.case != Case::Lower
        && ABBREVIATIONS.iter().any(|short| short.eq_ignore_ascii_case(token.span.of(norm)))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    #[test]
    fn stops_that_end_a_sentence_and_stops_that_do_not() {
        for (text, expected) in [
            ("TP. HCM nợ 2.953 tỷ đồng.Số đơn vị là 5.583.", 2),
            ("Theo PGS. TS. Nguyễn Văn A. Năm 2020, có 5 xã.", 2),
            ("Báo cáo số 141-BC/TU. Đến ngày 31.12.2020 đạt 38,4%.", 2),
            ("(Haiphong.gov.vn) - Thành ủy vừa họp.", 1),
            ("Thu 140.304 tỷ đồng (đạt 49,53% kế hoạch...). Các chế độ đủ.", 2),
            ("Tặng 12 quạt, quần áo… (Bình Sơn). Xã họp.", 2),
            ("đạt 92,35% dân số", 1),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, &mut tokens);
            assert_eq!(sentences(text, &tokens).len(), expected, "{text}");
        }
    }
}
