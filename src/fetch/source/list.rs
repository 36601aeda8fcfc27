//! What a person names on the command line.
//!
//! In: a word: an address, a file of addresses, a saved page, a folder, a WARC file. Out: a [`Source`]; of a list,
//! its lines, read as they are needed: a list may be longer than the memory.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::SiteSpec;
use crate::fetch::canonical::Address;

/// One thing to harvest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An address: of a page, a sitemap or a feed, which is seen when it is read.
    Url(String),
    /// A file with an address per line, or a table with a column of addresses.
    List(PathBuf),
    /// A sitemap or a feed as a file, and from which day on it is read.
    Listing(PathBuf, Option<Date>),
    /// A site, from its front page.
    Site(SiteSpec),
    /// A saved page.
    Page(PathBuf),
    /// A folder of saved pages.
    Folder(PathBuf),
    /// A WARC file.
    Warc(PathBuf),
}

/// A line of a list: an address as written, and what a table says of it besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The address, as written.
    pub text: String,
}

/// Why a source cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Neither a file nor an address.
    #[error("`{0}` is neither an address nor a file")]
    Unknown(String),
    /// The file cannot be read.
    #[error("cannot read {path}: {error}", path = .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl Source {
    /// What a word stands for. A `.txt` file is a list if its first line is an address, else a saved page.
    pub fn of(word: &str) -> Result<Self, SourceError> {
        let path = Path::new(word);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        if !path.is_file() {
            let is_address = word.starts_with("http://") || word.starts_with("https://");
            return if is_address || Address::parse(word).is_ok() {
                Ok(Self::Url(word.to_owned()))
            } else {
                Err(SourceError::Unknown(word.to_owned()))
            };
        }
        let path = path.to_owned();
        let name = word.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
        if ends(&[".warc", ".warc.gz"]) {
            return Ok(Self::Warc(path));
        }
        if ends(&[".xml", ".xml.gz", ".rss", ".atom"]) {
            return Ok(Self::Listing(path, None));
        }
        if ends(&[".html", ".htm", ".xhtml", ".mhtml"]) {
            return Ok(Self::Page(path));
        }
        if ends(&[".csv", ".tsv"]) || first_line_is_address(&path)? {
            return Ok(Self::List(path));
        }
        Ok(Self::Page(path))
    }
}

/// The addresses of a list, one by one.
pub(crate) fn lines(path: &Path) -> Result<Box<dyn Iterator<Item = io::Result<Given>>>, SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: path.to_owned(), error };
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let head = {
        let head = reader.fill_buf().map_err(unreadable)?;
        String::from_utf8_lossy(head)
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches('\u{feff}')
            .to_owned()
    };
    let separator = [b'\t', b';', b','].into_iter().find(|s| head.as_bytes().contains(s));
    if let Some(separator) = separator
        && let Some((column, heading)) = column(path, &head, reader.buffer(), separator)
    {
        let table = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(heading)
            .from_reader(reader);
        return Ok(Box::new(table.into_records().filter_map(move |record| match record {
            Ok(record) => {
                let text = record.get(column).unwrap_or_default().trim().trim_start_matches('\u{feff}');
                (!text.is_empty()).then(|| Ok(Given { text: text.to_owned() }))
            }
            Err(error) => Some(Err(io::Error::other(error))),
        })));
    }
    let mut first = true;
    Ok(Box::new(Lines { reader }.filter_map(move |line| match line {
        Ok(line) => {
            let text = line.trim().trim_start_matches('\u{feff}').trim();
            // The heading of a table with one column.
            let heading = std::mem::take(&mut first) && is_address_column(text);
            let skip = text.is_empty() || text.starts_with('#') || heading;
            (!skip).then(|| Ok(Given { text: text.to_owned() }))
        }
        Err(error) => Some(Err(error)),
    })))
}

/// Which column of a table holds the addresses, and whether the first line is a heading. Nothing if it is a list: an address
/// may hold a comma, so a table is known by a name in its heading, else by the cells of its first rows.
fn column(path: &Path, head: &str, start: &[u8], separator: u8) -> Option<(usize, bool)> {
    let mut cells = head.split(char::from(separator));
    let first_is_address = is_web_address(cells.clone().next().unwrap_or_default());
    if !first_is_address && let Some(column) = cells.position(is_address_column) {
        return Some((column, true));
    }
    let named_a_table =
        path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv") || e.eq_ignore_ascii_case("tsv"));
    if !named_a_table {
        return None;
    }
    let table =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(start);
    let rows: Vec<csv::StringRecord> = table.into_records().take(20).map_while(Result::ok).collect();
    let widest = rows.iter().map(csv::StringRecord::len).max()?;
    let addresses =
        |column: usize| rows.iter().filter(|row| row.get(column).is_some_and(is_web_address)).count();
    let column = (0..widest).rev().max_by_key(|&column| addresses(column)).filter(|&c| addresses(c) > 0)?;
    let heading = !rows.first()?.get(column).is_some_and(is_web_address);
    Some((column, heading))
}

fn is_web_address(cell: &str) -> bool {
    let cell = cell.trim().trim_start_matches(['\u{feff}', '"']);
    cell.starts_with("http://") || cell.starts_with("https://")
}

/// Lines of bytes that may be no UTF-8; longer ones than an address can be are cut.
struct Lines {
    reader: BufReader<File>,
}

impl Iterator for Lines {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.reader.by_ref().take(64 << 10).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(String::from_utf8_lossy(&line).into_owned())),
            Err(error) => Some(Err(error)),
        }
    }
}

fn is_address_column(name: &str) -> bool {
    let name = name.trim().trim_matches('"').to_lowercase();
    matches!(
        name.as_str(),
        "url" | "urls" | "link" | "address" | "href" | "uri" | "địa chỉ" | "đường dẫn" | "liên kết"
    )
}

fn first_line_is_address(path: &Path) -> Result<bool, SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: path.to_owned(), error };
    let mut head = Vec::new();
    File::open(path).map_err(unreadable)?.take(64 << 10).read_to_end(&mut head).map_err(unreadable)?;
    let text = String::from_utf8_lossy(&head);
    let first = text
        .lines()
        .map(|l| l.trim_start_matches('\u{feff}').trim())
        .find(|l| !l.is_empty() && !l.starts_with('#'));
    Ok(first.is_some_and(|l| is_web_address(l) || is_address_column(l)))
}
