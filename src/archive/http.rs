//! An archived HTTP response, taken apart.
//!
//! In: the block of a `response` record (or a head and a body from the wire). Out: status, fields, and the
//! body without transfer coding; [`decode`] takes the content coding off, bounded.
//!
//! One decoder serves the network and the replay, so a page reads the same on Friday and on Monday.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Why a body has no decoded form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It grows above the cap.
    #[error("the body is larger than {0} bytes when decompressed")]
    TooLarge(u64),
    /// It is not what `Content-Encoding` says.
    #[error("the body cannot be decompressed")]
    Damaged,
    /// A coding that we do not read.
    #[error("the content coding is not one of gzip, deflate, br, zstd")]
    Unknown,
}

/// A response message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Name and value, in order, as they came (bytes above ASCII are read as Latin-1 if they are no UTF-8).
    pub fields: Vec<(String, String)>,
    /// The body without transfer coding, still in its content coding.
    pub body: Vec<u8>,
}

impl Response {
    /// Reads the block of a `response` record. `None` if it is no HTTP response.
    pub fn parse(block: &[u8]) -> Option<Self> {
        let (status, fields, head) = parse_head(block)?;
        let body = &block[head..];
        let mut response = Self { status, fields, body: Vec::new() };
        let chunked =
            response.get("Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        // Some archives keep the field but not the chunks; a body that is no chunks is taken as it is.
        response.body = if chunked { dechunk(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
        Some(response)
    }

    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }

    /// The media type of `Content-Type`, lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        let value = self.get("Content-Type")?;
        let name = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        (!name.is_empty()).then_some(name)
    }

    /// The `charset` parameter of `Content-Type`.
    pub fn charset(&self) -> Option<String> {
        let value = self.get("Content-Type")?;
        value.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
        })
    }

    /// The body without its content coding, at most `cap` bytes.
    pub fn decoded(&self, cap: u64) -> Result<Vec<u8>, DecodeError> {
        decode(self.get("Content-Encoding").unwrap_or_default(), &self.body, cap)
    }
}

/// The first value of a field, by name without case.
pub(crate) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
}

/// Name and value of each field of a head, in order.
pub(crate) type Fields = Vec<(String, String)>;

/// Status, fields and length of a response head. `None` if it is incomplete or no HTTP.
pub(crate) fn parse_head(bytes: &[u8]) -> Option<(u16, Fields, usize)> {
    let mut room = vec![httparse::EMPTY_HEADER; 256];
    let mut message = httparse::Response::new(&mut []);
    let config = {
        let mut config = httparse::ParserConfig::default();
        // Old portals send such heads; browsers read them, so we do.
        config
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true);
        config
    };
    let parsed = {
        message.headers = &mut room;
        config.parse_response(&mut message, bytes)
    };
    let Ok(httparse::Status::Complete(length)) = parsed else { return None };
    let fields = message
        .headers
        .iter()
        .map(|h| {
            let value = std::str::from_utf8(h.value)
                .map_or_else(|_| h.value.iter().map(|&b| char::from(b)).collect(), str::to_owned);
            (h.name.to_owned(), value.trim().to_owned())
        })
        .collect();
    Some((message.code?, fields, length))
}

/// Takes the chunks off a whole body. `None` if it is not in chunks.
pub fn dechunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    loop {
        let Ok(httparse::Status::Complete((skip, size))) = httparse::parse_chunk_size(body) else {
            return None;
        };
        body = &body[skip..];
        if size == 0 {
            return Some(out);
        }
        let size = usize::try_from(size).ok()?;
        out.extend_from_slice(body.get(..size)?);
        body = body.get(size + 2..)?;
    }
}

/// Takes a content coding (`gzip`, `br`, also a list) off a body, at most `cap` bytes of it.
pub fn decode(coding: &str, body: &[u8], cap: u64) -> Result<Vec<u8>, DecodeError> {
    let mut current: Option<Vec<u8>> = None;
    // A list is undone from its end. More than three codings are somebody's joke.
    for name in coding.split(',').map(str::trim).filter(|n| !n.is_empty()).rev().take(3) {
        let input = current.as_deref().unwrap_or(body);
        let decoded = match name.to_ascii_lowercase().as_str() {
            "identity" | "none" | "utf-8" => input.to_vec(),
            "gzip" | "x-gzip" => bounded(MultiGzDecoder::new(input), cap)?,
            "deflate" => bounded(ZlibDecoder::new(input), cap).or_else(|error| match error {
                // Half of the servers send raw deflate under this name.
                DecodeError::Damaged => bounded(DeflateDecoder::new(input), cap),
                other => Err(other),
            })?,
            "br" => bounded(brotli_decompressor::Decompressor::new(input, 4096), cap)?,
            "zstd" => {
                let decoder =
                    ruzstd::decoding::StreamingDecoder::new(input).map_err(|_| DecodeError::Damaged)?;
                bounded(decoder, cap)?
            }
            _ => return Err(DecodeError::Unknown),
        };
        current = Some(decoded);
    }
    let out = current.unwrap_or_else(|| body.to_vec());
    if out.len() as u64 > cap { Err(DecodeError::TooLarge(cap)) } else { Ok(out) }
}

/// Reads a decoder up to the cap and one byte, so that a bomb costs the cap and no more.
fn bounded(decoder: impl Read, cap: u64) -> Result<Vec<u8>, DecodeError> {
    let mut out = Vec::new();
    match decoder.take(cap + 1).read_to_end(&mut out) {
        Ok(_) if out.len() as u64 > cap => Err(DecodeError::TooLarge(cap)),
        Ok(_) => Ok(out),
        // A body cut by the server is still a page: what could be read of it is kept by the caller's choice.
        Err(_) => Err(DecodeError::Damaged),
    }
}
