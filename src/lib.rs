//! Published figures from Vietnamese news and government pages, each grounded to the character it came from.
#[cfg(feature = "fetch")]
pub mod archive;
pub mod context;
pub mod document;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod notice;
pub mod page;
pub mod patterns;
pub mod pipeline;
pub mod quantity;
pub mod reading;
pub mod record;
pub mod score;
pub mod sink;
pub mod span;
pub mod text;
