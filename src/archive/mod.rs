//! WARC 1.1 in and out: the raw pages of a run, in the form that libraries keep, and its CDXJ index.
//!
//! In: what came over the wire ([`Draft`]s), or files of any tool's making. Out: rotated files of one gzip
//! member per record ([`Writer`]), records with their offset ([`Reader`]), HTTP messages taken apart
//! ([`Response`]), lines of an index ([`cdxj`]).
//!
//! Nothing here knows the network or the state of a run. A damaged member of somebody else's file is an
//! [`Item::Damage`] with its offset, and reading goes on behind it; a torn tail of our own file (the process
//! was killed in the middle of a write) is cut off by [`repair`], which hands back the whole groups before it.
//!
//! Worked example: the group `request, response, metadata` of `http://tin.example/a` is written by one call of
//! [`Writer::append`]; its response record is found again by `Reader::at(path, offset)`, and the index says
//! `example,tin)/a 20261121031500 {"url":"http://tin.example/a","mime":"text/html","status":"200",…}`.

pub mod cdxj;
pub mod digest;
mod http;
mod reader;
mod record;
mod repair;
mod writer;

pub(crate) use http::parse_head;
pub use http::{DecodeError, Response, dechunk, decode};
pub use reader::{Item, Reader};
pub use record::{Draft, Header, Place, Record};
pub use repair::{Group, repair};
pub use writer::{Packed, Writer, file_names};

/// The version of the format that we write.
pub(crate) const VERSION: &str = "WARC/1.1";

#[cfg(test)]
mod tests;
