//! The two halves of an answer, read from the wire with every length checked.
//!
//! In: a connection. Out: a head of bounded size; a body in one of the three framings of HTTP/1.1, bounded, or
//! the reason why it is not whole.

use tokio::io::{AsyncRead, AsyncReadExt};

use super::Fault;
use crate::{
    archive::{Response, parse_head},
    fetch::{Settings, Status},
};

/// How the end of a body is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    None,
    Length(u64),
    Chunked,
    UntilClose,
}

impl Framing {
    pub(super) fn of(response: &Response) -> Result<Self, Fault> {
        if matches!(response.status, 204 | 304) {
            return Ok(Self::None);
        }
        if response.get("Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked")) {
            return Ok(Self::Chunked);
        }
        let mut lengths = response
            .fields
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case("Content-Length"))
            .map(|(_, v)| v.as_str());
        let Some(first) = lengths.next() else { return Ok(Self::UntilClose) };
        if lengths.any(|other| other != first) {
            return Err(Fault::new(Status::Protocol, "two different values of Content-Length"));
        }
        first
            .parse()
            .map(Self::Length)
            .map_err(|_| Fault::new(Status::Protocol, "an unreadable Content-Length"))
    }
}

/// Reads up to the end of the head of a final answer; interim answers (1xx) are dropped. The bytes stay in the
/// buffer: status, fields, and how many of them are the head.
pub(super) async fn read_head(
    wire: &mut (impl AsyncRead + Unpin),
    buffer: &mut Vec<u8>,
    cap: usize,
) -> Result<(u16, Vec<(String, String)>, usize), Fault> {
    loop {
        if let Some((status, fields, length)) = parse_head(buffer)
            && length <= cap
        {
            if (100..200).contains(&status) && status != 101 {
                buffer.drain(..length);
                continue;
            }
            return Ok((status, fields, length));
        }
        if buffer.len() >= 5 && !buffer.starts_with(b"HTTP/") {
            return Err(Fault::new(Status::Protocol, "the answer does not begin with HTTP/"));
        }
        if buffer.len() > cap {
            return Err(Fault::new(Status::Protocol, format!("a header longer than {cap} bytes")));
        }
        if buffer.windows(4).any(|w| w == b"\r\n\r\n") {
            return Err(Fault::new(Status::Protocol, "an unreadable header"));
        }
        match wire.read_buf(buffer).await {
            Ok(0) if buffer.is_empty() => {
                return Err(Fault::new(Status::Cut, "the server closed the connection without an answer"));
            }
            Ok(0) => return Err(Fault::new(Status::Cut, "the connection broke inside the header")),
            Ok(_) => {}
            Err(error) => return Err(Fault::new(Status::Cut, error.to_string())),
        }
    }
}

/// An answer up to its body.
pub(super) struct Opened {
    pub(super) head: Vec<u8>,
    pub(super) response: Response,
    pub(super) framing: Framing,
}

/// Reads the head and takes it off the buffer.
pub(super) async fn open(
    wire: &mut (impl AsyncRead + Unpin),
    buffer: &mut Vec<u8>,
    cap: usize,
) -> Result<Opened, Fault> {
    let (status, fields, length) = read_head(wire, buffer, cap).await?;
    let head = buffer.drain(..length).collect();
    let response = Response { status, fields, body: Vec::new() };
    let framing = Framing::of(&response)?;
    Ok(Opened { head, response, framing })
}

/// An answer as a killed run left it: head, response, why it is not whole. Nothing if more of it may have been to come;
/// `ended` says that the server had ended it.
pub(crate) async fn reread(
    mut bytes: &[u8],
    ended: bool,
    settings: &Settings,
) -> Option<(Vec<u8>, Response, Option<&'static str>)> {
    let mut buffer = Vec::new();
    let Opened { head, mut response, framing } =
        open(&mut bytes, &mut buffer, settings.max_head).await.ok()?;
    let mut reader =
        BodyReader { wire: &mut bytes, buffer: &mut buffer, out: &mut response.body, cap: settings.max_wire };
    let truncated = reader.read(framing).await;
    let open_end = framing == Framing::UntilClose && truncated.is_none() || truncated == Some("disconnect");
    (ended || !open_end).then_some((head, response, truncated))
}

/// Reads a body into `out`.
pub(super) struct BodyReader<'a, W> {
    pub(super) wire: &'a mut W,
    pub(super) buffer: &'a mut Vec<u8>,
    pub(super) out: &'a mut Vec<u8>,
    pub(super) cap: u64,
}

impl<W: AsyncRead + Unpin> BodyReader<'_, W> {
    /// `None` if the body is whole, else why it is not.
    pub(super) async fn read(&mut self, framing: Framing) -> Option<&'static str> {
        match framing {
            Framing::None => None,
            Framing::Length(length) => self.take(length).await.err(),
            Framing::Chunked => self.chunks().await.err(),
            Framing::UntilClose => loop {
                self.move_over(u64::MAX);
                if self.out.len() as u64 > self.cap {
                    break Some("length");
                }
                match self.wire.read_buf(self.buffer).await {
                    Ok(0) => break None,
                    Ok(_) => {}
                    // Many servers end TLS without a goodbye; the body has no length to miss.
                    Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => break None,
                    Err(_) => break Some("disconnect"),
                }
            },
        }
    }

    /// Moves what is buffered, at most `limit`, to the body; says how much.
    fn move_over(&mut self, limit: u64) -> u64 {
        let taken = limit.min(self.buffer.len() as u64) as usize;
        self.out.extend(self.buffer.drain(..taken));
        taken as u64
    }

    async fn more(&mut self) -> Result<(), &'static str> {
        match self.wire.read_buf(self.buffer).await {
            Ok(0) | Err(_) => Err("disconnect"),
            Ok(_) => Ok(()),
        }
    }

    /// Exactly `length` bytes of body.
    async fn take(&mut self, mut length: u64) -> Result<(), &'static str> {
        loop {
            length -= self.move_over(length);
            if self.out.len() as u64 > self.cap {
                self.out.truncate(self.cap as usize);
                return Err("length");
            }
            if length == 0 {
                return Ok(());
            }
            self.more().await?;
        }
    }

    async fn chunks(&mut self) -> Result<(), &'static str> {
        loop {
            let size = loop {
                match httparse::parse_chunk_size(self.buffer) {
                    Ok(httparse::Status::Complete((skip, size))) => {
                        self.buffer.drain(..skip);
                        break size;
                    }
                    Ok(httparse::Status::Partial) if self.buffer.len() < 1024 => self.more().await?,
                    // A broken chunk cannot be told from a broken connection; what came before it is kept.
                    _ => return Err("disconnect"),
                }
            };
            if size == 0 {
                return self.trailers().await;
            }
            self.take(size).await?;
            while self.buffer.len() < 2 {
                self.more().await?;
            }
            if !self.buffer.starts_with(b"\r\n") {
                return Err("disconnect");
            }
            self.buffer.drain(..2);
        }
    }

    /// Reads away the fields behind the last chunk. They may be missing altogether: the body is whole.
    async fn trailers(&mut self) -> Result<(), &'static str> {
        loop {
            if self.buffer.starts_with(b"\r\n") {
                self.buffer.drain(..2);
                return Ok(());
            }
            if let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                self.buffer.drain(..end + 4);
                return Ok(());
            }
            if self.buffer.len() > 16 << 10 || self.more().await.is_err() {
                // What is left in the buffer keeps the connection from being used again.
                self.buffer.push(0);
                return Ok(());
            }
        }
    }
}
