//! Appends groups of records to rotated files.
//!
//! In: a group of [`Draft`]s that belong together (request, response, metadata). Out: the [`Place`] of each,
//! in `archive/solieu-00000.warc.gz`, `…-00001.warc.gz`, …, one gzip member per record.
//!
//! A group goes out in one `write`, and a failed one (a full disk) is cut off again before the error is
//! returned, so that a file never holds half a group unless the process was killed inside the call; that case
//! is [`super::repair`]'s. Rotation happens between groups.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, GzBuilder};

use super::{Draft, Place};

/// What our files are called.
const PREFIX: &str = "solieu-";
const SUFFIX: &str = ".warc.gz";

/// A group of records as it will stand in the file. Packing takes far longer than writing and needs no file, so that
/// many can be packed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    bytes: Vec<u8>,
    sizes: Vec<u64>,
}

impl Packed {
    /// Packs a group.
    pub fn of(group: &[Draft]) -> io::Result<Self> {
        let mut packed = Self { bytes: Vec::new(), sizes: Vec::with_capacity(group.len()) };
        for draft in group {
            let member = member(draft)?;
            packed.sizes.push(member.len() as u64);
            packed.bytes.extend_from_slice(&member);
        }
        Ok(packed)
    }
}

/// An open archive, at its end.
#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    max_bytes: u64,
    software: String,
    serial: u32,
    current: Option<(PathBuf, File, u64)>,
}

impl Writer {
    /// Continues behind the last file in the folder, which must be whole (see [`super::repair`]).
    /// `software` is for the `warcinfo` record at the head of each file.
    pub fn open(folder: &Path, max_bytes: u64, software: &str) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut writer = Self {
            folder: folder.to_owned(),
            max_bytes,
            software: software.to_owned(),
            serial: 0,
            current: None,
        };
        if let Some(last) = file_names(folder)?.pop() {
            writer.serial = serial_of(&last).unwrap_or(0);
            let path = folder.join(&last);
            let file = OpenOptions::new().append(true).open(&path)?;
            let length = file.metadata()?.len();
            writer.current = Some((path, file, length));
        }
        Ok(writer)
    }

    /// Packs a group of records and writes it, all or none of them; says where each went.
    pub fn append(&mut self, group: &[Draft]) -> io::Result<Vec<Place>> {
        self.append_packed(&Packed::of(group)?)
    }

    /// Writes a packed group, all or nothing of it; says where each record went.
    pub fn append_packed(&mut self, group: &Packed) -> io::Result<Vec<Place>> {
        let Packed { bytes, sizes } = group;
        let (path, file, length) = self.room_for(bytes.len() as u64)?;
        if let Err(error) = file.write_all(bytes) {
            // Half a group would be a torn tail; the file's length is ours to restore.
            file.set_len(*length)?;
            return Err(error);
        }
        let mut offset = *length;
        *length += bytes.len() as u64;
        Ok(sizes
            .iter()
            .map(|&size| {
                let place = Place { path: path.clone(), offset, length: size };
                offset += size;
                place
            })
            .collect())
    }

    /// Makes everything written so far survive a power cut.
    pub fn sync(&mut self) -> io::Result<()> {
        match &self.current {
            Some((_, file, _)) => file.sync_data(),
            None => Ok(()),
        }
    }

    /// Name and length of the file being written, for the state.
    pub fn position(&self) -> Option<(String, u64)> {
        let (path, _, length) = self.current.as_ref()?;
        Some((path.file_name()?.to_string_lossy().into_owned(), *length))
    }

    /// The open file if the bytes fit, else the next one, begun with its `warcinfo`.
    fn room_for(&mut self, bytes: u64) -> io::Result<&mut (PathBuf, File, u64)> {
        let full = self.current.as_ref().is_some_and(|(_, _, length)| length + bytes > self.max_bytes);
        if full {
            self.sync()?;
            self.current = None;
            self.serial += 1;
        }
        if self.current.is_none() {
            let name = format!("{PREFIX}{:05}{SUFFIX}", self.serial);
            let path = self.folder.join(&name);
            let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
            let info = member(&self.info(&name))?;
            if let Err(error) = file.write_all(&info) {
                file.set_len(0)?;
                return Err(error);
            }
            self.current = Some((path, file, info.len() as u64));
        }
        Ok(self.current.as_mut().expect("opened just above"))
    }

    fn info(&self, name: &str) -> Draft {
        let block = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\n",
            self.software
        );
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Draft::new("warcinfo", &now, u64::from(self.serial), block.into_bytes())
            .with("WARC-Filename", name)
            .with("Content-Type", "application/warc-fields")
    }
}

/// Our files in a folder, by name, oldest first.
pub fn file_names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                let name = entry?.file_name().to_string_lossy().into_owned();
                if serial_of(&name).is_some() {
                    names.push(name);
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    names.sort();
    Ok(names)
}

fn serial_of(name: &str) -> Option<u32> {
    name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.parse().ok()
}

/// One record as one gzip member. No time stamp inside: equal records are equal bytes.
pub(super) fn member(draft: &Draft) -> io::Result<Vec<u8>> {
    let mut gzip = GzBuilder::new().write(Vec::new(), Compression::new(6));
    gzip.write_all(&draft.encode())?;
    gzip.finish()
}
