//! Reads any tool's WARC, plain or gzipped, record by record, with offsets.
//!
//! In: a path. Out: an iterator of [`Item`]s in file order. A damaged member, a lying `Content-Length` or a
//! block above the cap is one [`Item::Damage`] that names the offset; reading goes on at the next record that
//! can be found (the next gzip member that inflates to `WARC/`, or the next such line of a plain file).
//! Memory: one block, at most [`Reader::MAX_BLOCK`].

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use flate2::bufread::GzDecoder;

use super::{Header, Place, Record};

/// What stands at a place of the file.
#[derive(Debug)]
pub enum Item {
    /// A whole record.
    Record(Record),
    /// Bytes that are no record; everything from `offset` to the next item was skipped.
    Damage {
        /// Where the damage begins.
        offset: u64,
        /// What is wrong with it.
        reason: String,
    },
}

/// An open WARC file.
pub struct Reader {
    path: PathBuf,
    source: Source,
    gzip: bool,
    /// First byte of the member or record being read.
    start: u64,
    resync: Option<u64>,
    done: bool,
}

/// The file itself, or inside one of its gzip members.
enum Source {
    File(Counted),
    Member(Box<BufReader<GzDecoder<Counted>>>),
    /// Only while moving from one to the other.
    Moving,
}

impl Reader {
    /// Larger blocks are skipped and reported.
    pub const MAX_BLOCK: u64 = 256 << 20;
    /// Longer headers are no headers.
    const MAX_HEADER: usize = 64 << 10;

    /// Opens a file at its beginning.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::at(path, 0)
    }

    /// Opens a file at a record whose offset is known.
    pub fn at(path: &Path, offset: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut magic = Vec::with_capacity(2);
        (&mut file).take(2).read_to_end(&mut magic)?;
        let mut source = Counted { inner: BufReader::with_capacity(64 << 10, file), position: 0 };
        source.seek(offset)?;
        Ok(Self {
            path: path.to_owned(),
            source: Source::File(source),
            gzip: magic == [0x1f, 0x8b],
            start: offset,
            resync: None,
            done: false,
        })
    }

    /// The next record, or the reason why there is none here. `Ok(None)` at the end.
    fn step(&mut self) -> Result<Option<Record>, Broken> {
        loop {
            match &mut self.source {
                Source::File(file) => {
                    self.start = file.position;
                    if file.fill_buf()?.is_empty() {
                        return Ok(None);
                    }
                    if !self.gzip {
                        let read = read_record(file)?;
                        return Ok(read.map(|(header, block)| self.record(header, block)));
                    }
                    let Source::File(file) = std::mem::replace(&mut self.source, Source::Moving) else {
                        unreachable!("matched just above")
                    };
                    self.source = Source::Member(Box::new(BufReader::new(GzDecoder::new(file))));
                }
                Source::Member(member) => {
                    if let Some((header, block)) = read_record(member.as_mut())? {
                        // The checksum stands behind the last byte: a record counts once its member ends well.
                        if member.fill_buf()?.is_empty() {
                            self.leave_member();
                        }
                        return Ok(Some(self.record(header, block)));
                    }
                    self.leave_member();
                }
                Source::Moving => unreachable!("only inside this function"),
            }
        }
    }

    fn record(&self, header: Header, block: Vec<u8>) -> Record {
        let length = match &self.source {
            Source::File(file) => file.position - self.start,
            // More than one record in a member: the member is the least that can be read by itself.
            _ => 0,
        };
        Record { header, block, place: Place { path: self.path.clone(), offset: self.start, length } }
    }

    /// Back to the file, whatever the state of the member.
    fn leave_member(&mut self) {
        self.source = match std::mem::replace(&mut self.source, Source::Moving) {
            Source::Member(member) => Source::File(member.into_inner().into_inner()),
            other => other,
        };
    }

    /// Moves to the next place behind `from` where a record seems to begin; false at the end of the file.
    fn find_next(&mut self, from: u64) -> io::Result<bool> {
        self.leave_member();
        let Source::File(file) = &mut self.source else { unreachable!("a member was left just above") };
        let mut at = from + 1;
        loop {
            file.seek(at)?;
            let magic: &[u8] = if self.gzip { &[0x1f, 0x8b, 8] } else { b"WARC/" };
            let Some(found) = find(file, magic)? else { return Ok(false) };
            file.seek(found)?;
            // `WARC/1.0`, `WARC/0.18`.
            let mut head = [0_u8; 7];
            let read = if self.gzip {
                GzDecoder::new(&mut *file).read_exact(&mut head)
            } else {
                file.read_exact(&mut head)
            };
            if read.is_ok() && head.starts_with(b"WARC/") && head[5].is_ascii_digit() && head[6] == b'.' {
                file.seek(found)?;
                return Ok(true);
            }
            at = found + 1;
        }
    }
}

impl Iterator for Reader {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        if let Some(from) = self.resync.take() {
            match self.find_next(from) {
                Ok(true) => {}
                Ok(false) => {
                    self.done = true;
                    return None;
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
        match self.step() {
            Ok(Some(record)) => Some(Ok(Item::Record(record))),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(broken) => {
                self.resync = Some(self.start);
                Some(Ok(Item::Damage { offset: self.start, reason: broken.0 }))
            }
        }
    }
}

/// Why a record could not be read.
struct Broken(String);

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self(match error.kind() {
            io::ErrorKind::UnexpectedEof => "the file ends inside a record".to_owned(),
            _ => format!("the compressed data is damaged: {error}"),
        })
    }
}

/// One record from a stream that stands at its version line. `None` at the end of the stream.
fn read_record(from: &mut impl BufRead) -> Result<Option<(Header, Vec<u8>)>, Broken> {
    let mut budget = Reader::MAX_HEADER;
    let mut version = String::new();
    // Blank lines before a record are common between the members of careless writers.
    while version.is_empty() {
        let Some(line) = read_line(from, &mut budget)? else { return Ok(None) };
        version = line;
    }
    if !version.starts_with("WARC/") {
        return Err(Broken("no WARC version line where a record should begin".to_owned()));
    }
    let mut header = Header::default();
    loop {
        let line = read_line(from, &mut budget)?
            .ok_or_else(|| Broken("the file ends inside a record's header".to_owned()))?;
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = header.fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            header.fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    let length: u64 = header
        .get("Content-Length")
        .and_then(|v| v.parse().ok())
        .ok_or_else(|| Broken("a record without a readable Content-Length".to_owned()))?;
    if length > Reader::MAX_BLOCK {
        return Err(Broken(format!(
            "a block of {length} bytes is above the cap of {} bytes",
            Reader::MAX_BLOCK
        )));
    }
    let mut block = Vec::with_capacity(length.min(1 << 20) as usize);
    from.take(length).read_to_end(&mut block)?;
    if (block.len() as u64) < length {
        return Err(Broken(format!("the file ends {} bytes inside a block of {length}", block.len())));
    }
    end_of_record(from)?;
    Ok(Some((header, block)))
}

/// The two line ends behind a block. Anything else means that `Content-Length` lied.
fn end_of_record(from: &mut impl BufRead) -> Result<(), Broken> {
    for _ in 0..2 {
        let mut line = Vec::new();
        from.by_ref().take(2).read_until(b'\n', &mut line)?;
        if !(line == b"\r\n" || line == b"\n") {
            let found = String::from_utf8_lossy(&line).escape_debug().to_string();
            return Err(Broken(format!(
                "expected the end of the record, found `{found}`: Content-Length is wrong"
            )));
        }
    }
    Ok(())
}

/// A line without its end; bytes that are no UTF-8 are replaced. `None` at the end.
fn read_line(from: &mut impl BufRead, budget: &mut usize) -> Result<Option<String>, Broken> {
    let mut line = Vec::new();
    let read = from.by_ref().take(*budget as u64).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    *budget -= read;
    if *budget == 0 {
        return Err(Broken("a record's header is longer than 64 KiB".to_owned()));
    }
    let text = String::from_utf8_lossy(&line);
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A file that knows where it stands.
struct Counted {
    inner: BufReader<File>,
    position: u64,
}

impl Counted {
    fn seek(&mut self, to: u64) -> io::Result<()> {
        self.inner.seek(SeekFrom::Start(to))?;
        self.position = to;
        Ok(())
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.position += amount as u64;
    }
}

/// The offset of a pattern at or behind the current position.
fn find(file: &mut Counted, pattern: &[u8]) -> io::Result<Option<u64>> {
    let mut window: Vec<u8> = Vec::new();
    let mut window_start = file.position;
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let taken = buffer.len();
        window.extend_from_slice(buffer);
        file.consume(taken);
        if let Some(index) = window.windows(pattern.len()).position(|w| w == pattern) {
            return Ok(Some(window_start + index as u64));
        }
        let keep = window.len().min(pattern.len() - 1);
        window_start += (window.len() - keep) as u64;
        window.drain(..window.len() - keep);
    }
}
