//! Bytes → text: which character set, and how that is known.
//!
//! In: the bytes of a page and the `charset` of its HTTP header. Out: the text, the set's name and a
//! [`CharsetBasis`]. Evidence is asked in this order: byte order mark, header, validity as UTF-8, `<meta>`,
//! statistics. A header that the bytes contradict is not believed: Vietnamese servers often say
//! `ISO-8859-1` over UTF-8.
//!
//! Worked example: the bytes `42 48 59 54 20 74 EF 6E 68` are no UTF-8; with `<meta charset=windows-1258>` they
//! are `BHYT tïnh`, basis `meta`. Text in windows-1258 comes out half composed (`ê` + U+0301 for `ế`), which is
//! kept: composing is the text stage's work.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{CharsetBasis, legacy};
use crate::notice::Notice;

/// How many bytes at the front are searched for `<meta charset>`.
const META_WINDOW: usize = 4096;
/// How many bytes statistics look at: detection is slower than parsing.
const DETECTION_WINDOW: usize = 64 * 1024;

/// A page's text, and how its bytes were read.
pub(super) struct Decoded<'b> {
    /// The text, without a byte order mark.
    pub(super) text: Cow<'b, str>,
    /// WHATWG name of the character set.
    pub(super) charset: &'static str,
    /// What the choice rests on.
    pub(super) basis: CharsetBasis,
    /// Contradictions and losses.
    pub(super) notices: Vec<Notice>,
}

/// Reads `bytes`; `header` is the charset label of the HTTP header. `markup` says whether a `<meta>` may speak.
pub(super) fn decode<'b>(bytes: &'b [u8], header: Option<&str>, markup: bool) -> Decoded<'b> {
    let mut notices = Vec::new();
    // The same as the standard library's, at many times its speed.
    let valid = match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => Some(text),
        _ => None,
    };
    let (encoding, basis, skip) = choose(bytes, valid.is_some(), header, markup, &mut notices);
    let (text, lossy) = match valid.filter(|_| encoding == UTF_8) {
        Some(text) => (Cow::Borrowed(&text[skip..]), false),
        None => encoding.decode_without_bom_handling(&bytes[skip..]),
    };
    if lossy {
        let n_lost = text.matches('\u{FFFD}').count();
        notices.push(Notice::new(
            "undecodable_bytes",
            format!(
                "{n_lost} byte sequences are not {} and became U+FFFD; save the page again",
                encoding.name()
            ),
        ));
    }
    let read = if matches!(basis, CharsetBasis::Meta | CharsetBasis::Detected | CharsetBasis::Header)
        && encoding.is_single_byte()
    {
        legacy::of_bytes(bytes, &text)
    } else {
        None
    };
    if let Some((text, name)) = read {
        let note = format!("the bytes are Vietnamese in {name}, not {}; they were read so", encoding.name());
        notices.push(Notice::new("legacy_charset", note));
        return Decoded { text: Cow::Owned(text), charset: name, basis: CharsetBasis::Detected, notices };
    }
    if let Some((text, name)) = legacy::of_text(&text) {
        let note = format!("the text is {name} that was once read as windows-1252; it was read again");
        notices.push(Notice::new("misread_charset", note));
        return Decoded { text: Cow::Owned(text), charset: encoding.name(), basis, notices };
    }
    Decoded { text, charset: encoding.name(), basis, notices }
}

/// `valid` says whether the bytes are UTF-8. The character set, what it rests on, and how many bytes the byte order mark takes.
fn choose(
    bytes: &[u8],
    valid: bool,
    header: Option<&str>,
    markup: bool,
    notices: &mut Vec<Notice>,
) -> (&'static Encoding, CharsetBasis, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, CharsetBasis::ByteOrderMark, length);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return (encoding, CharsetBasis::Detected, 0);
    }
    let utf8 = Utf8::of(bytes, valid);
    if let Some(encoding) = header.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        if encoding != UTF_8 && utf8 == Utf8::Valid {
            notices.push(Notice::new(
                "charset_contradicted",
                format!("the header says {}, the bytes are valid UTF-8 and are read so", encoding.name()),
            ));
        } else if encoding != UTF_8 || utf8 != Utf8::No {
            return (encoding, CharsetBasis::Header, 0);
        }
    }
    if utf8 != Utf8::No {
        return (UTF_8, CharsetBasis::ValidUtf8, 0);
    }
    if let Some(encoding) = markup.then(|| meta(bytes)).flatten().filter(|&e| e != UTF_8) {
        return (encoding, CharsetBasis::Meta, 0);
    }
    (detect(bytes), CharsetBasis::Detected, 0)
}

/// How far bytes are UTF-8.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Utf8 {
    /// Pure ASCII: says nothing, and needs no more.
    Ascii,
    Valid,
    /// Many good sequences, a few broken ones: UTF-8 with damage.
    Damaged,
    No,
}

impl Utf8 {
    fn of(bytes: &[u8], valid: bool) -> Self {
        if valid {
            return if bytes.is_ascii() { Self::Ascii } else { Self::Valid };
        }
        let (mut n_good, mut n_bad) = (0usize, 0usize);
        for chunk in bytes.utf8_chunks() {
            n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            n_bad += usize::from(!chunk.invalid().is_empty());
        }
        if n_good >= 10 * n_bad { Self::Damaged } else { Self::No }
    }
}

/// UTF-16 without a mark: ASCII text in it has a zero in every second byte.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = &bytes[..bytes.len().min(2048) & !1];
    if window.len() < 8 || !window.contains(&0) {
        return None;
    }
    let zeros = |at: usize| window.iter().skip(at).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), window.len() / 2);
    match () {
        () if even == 0 && odd * 2 > pairs => Some(UTF_16LE),
        () if odd == 0 && even * 2 > pairs => Some(UTF_16BE),
        () => None,
    }
}

/// The label in `<meta charset=…>` or `<meta http-equiv … content="…; charset=…">`.
fn meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = String::from_utf8_lossy(&bytes[..bytes.len().min(META_WINDOW)]).to_ascii_lowercase();
    let mut rest = window.as_str();
    while let Some(at) = rest.find("charset") {
        rest = rest[at + "charset".len()..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { continue };
        let label: String = value
            .trim_start_matches([' ', '"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
            .collect();
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            return Some(encoding);
        }
    }
    None
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let window = &bytes[..bytes.len().min(DETECTION_WINDOW)];
    detector.feed(window, window.len() == bytes.len());
    detector.guess(Some(b"vn"), Utf8Detection::Deny)
}
