//! Stored text → normalised text, tokens and sentences.
//!
//! In: the text of one block of a [`Document`](crate::document::Document). Out: [`NormalizedText`] (composed
//! letters, plain blanks, and the map back to the stored text), its [`Token`]s, its sentences as token ranges.
//! Nothing of the meaning is touched: a number is still the digits that were printed.
//!
//! Worked example: the block `Ðến 31/12/2020, có 1.846.011 người.` (with the Icelandic `Ð` that old keyboards
//! put for `Đ`) is normalised to `Đến 31/12/2020, có 1.846.011 người.`; the span of `Đến` maps back to the bytes
//! of `Ðến`.

mod normalize;
mod offset_map;
pub mod segment;
pub mod token;
pub mod tone;

pub(crate) use normalize::is_plain;
pub use normalize::{NormalizedText, normalize};
pub use offset_map::OffsetMap;
pub use token::{Case, Symbol, Token, TokenKind};
