//! Broken pages without end: `document::parse` may not panic, take longer than two seconds or forty times its input.
//!
//! `cargo run --release --example fuzz_pages -- 10 [SEED]` mutates the pages of `fixtures/` and a few hostile ones for
//! ten minutes. What fails is written to `output/fuzz-N.html`, and the exit code is 1. The same seed gives the same
//! pages. Memory is looked at where `/proc` tells it.

#![allow(clippy::print_stdout, reason = "a program that says what it found")]

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use solieu::{
    document::{self, Pages},
    page::{MediaType, Page},
};

/// Longest time for one page, of this process's own.
const SLOWEST: Duration = Duration::from_secs(2);
/// Most bytes of memory per byte of the page, beside what any page takes.
const MOST_TIMES: usize = 40;
const ANY_PAGE: usize = 12 << 20;
/// Largest page that is made.
const LARGEST: usize = 3 << 20;

/// What is put in: beginnings and ends of elements that parsers treat in their own ways, and bytes that break letters.
const PIECES: [&[u8]; 55] = [
    b"<div>",
    b"</div>",
    b"<p>",
    b"</p>",
    b"<b>",
    b"</b>",
    b"<a href=x>",
    b"</a>",
    b"<font size=2>",
    b"<table>",
    b"</table>",
    b"<tr>",
    b"<td>",
    b"<td rowspan=999 colspan=999>",
    b"<th>",
    b"<caption>",
    b"<li>",
    b"<ul>",
    b"</ul>",
    b"<br>",
    b"<h1>",
    b"</h1>",
    b"<form>",
    b"<select>",
    b"<option>",
    b"<textarea>",
    b"<script>",
    b"</script>",
    b"<style>",
    b"<svg>",
    b"</svg>",
    b"<math>",
    b"<template>",
    b"</template>",
    b"<frameset>",
    b"<frameframeframeframeframeframeframeframe>",
    b"<noscript>",
    b"<title>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?xml",
    b"<body>",
    b"</html>",
    b"<blockquote>",
    b"&amp;#7883;",
    b"&#x10FFFF;",
    b"&#0;",
    b"\xFF\xFE",
    b"\xE1\xBB",
    b"\0",
    b"25/12/2021 | 09:56",
    b"1.846.011 ",
    b"<time datetime='2020-13-45T99:99'>",
];

/// A fixed sequence of numbers without order.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        let longest = if self.below(4) == 0 { length - start } else { (length - start).min(64) };
        start..start + self.below(longest + 1)
    }
}

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let minutes: u64 = args.next().and_then(|a| a.parse().ok()).unwrap_or(10);
    let seed: u64 = args.next().and_then(|a| a.parse().ok()).unwrap_or(1);
    let seeds = seeds();
    let Ok(pages) = Pages::builtin() else {
        println!("the builtin words of pages are not sound");
        return ExitCode::FAILURE;
    };
    println!("{} seeds, {minutes} minutes, sequence {seed}", seeds.len());
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let end = Instant::now() + Duration::from_secs(60 * minutes);
    let (mut n_pages, mut n_bytes, mut n_failed, mut slowest) = (0usize, 0usize, 0usize, Duration::ZERO);
    while Instant::now() < end {
        let page = mutated(&seeds, &mut random);
        n_pages += 1;
        n_bytes += page.len();
        match run(&pages, &page) {
            Ok(time) => slowest = slowest.max(time),
            Err(why) => {
                n_failed += 1;
                let file = format!("output/fuzz-{n_failed}.html");
                let written = fs::write(&file, &page).is_ok();
                println!(
                    "{why}: {} bytes{}",
                    page.len(),
                    if written { format!(", {file}") } else { String::new() }
                );
            }
        }
    }
    println!("{n_pages} pages, {} MB, slowest {slowest:?}, {n_failed} failed", n_bytes >> 20);
    if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Our own pages, the small pages of the cases, and the beginnings of hostile ones.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds: Vec<Vec<u8>> = PIECES.iter().map(|p| p.repeat(40)).collect();
    let mut folders = vec![root.join("fixtures/pages")];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html") {
                seeds.extend(fs::read(path));
            }
        }
    }
    let cases = fs::read_to_string(root.join("fixtures/page-cases.toml")).unwrap_or_default();
    seeds.extend(cases.split("html = '''").skip(1).filter_map(|c| Some(c.split("'''").next()?.into())));
    seeds
}

/// A page with some of it cut, repeated, replaced, or joined with another.
fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut page = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(12) {
        let at = random.range(page.len());
        let piece = PIECES[random.below(PIECES.len())];
        match random.below(8) {
            0 => drop(page.drain(at)),
            1 => page[at].fill(piece[0]),
            2 => drop(page.splice(at, piece.iter().copied())),
            3 => drop(page.splice(at.start..at.start, piece.repeat(1 + random.below(2000)))),
            4 => {
                // Much of the same: what costs more than its length shows here.
                let part = page[at.clone()].to_vec();
                let most = (LARGEST / part.len().max(1)).min(1 << random.below(17));
                page.splice(at.start..at.start, part.repeat(1 + random.below(most)));
            }
            5 => {
                let other = &seeds[random.below(seeds.len())];
                let part = random.range(other.len());
                drop(page.splice(at, other[part].iter().copied()));
            }
            6 => page.truncate(at.end),
            _ => {
                let flip = random.below(256);
                if let Some(byte) = page.get_mut(at.start) {
                    *byte ^= u8::try_from(flip).unwrap_or(1);
                }
            }
        }
        page.truncate(LARGEST);
    }
    page
}

/// Reads a page; how long that took, or what is wrong.
fn run(pages: &Pages, bytes: &[u8]) -> Result<Duration, String> {
    let media_type =
        if bytes.first().is_some_and(|b| b % 16 == 1) { MediaType::Text } else { MediaType::Html };
    let page = Page::new("fuzz", bytes.to_vec(), media_type);
    // Linux forgets the highest mark of memory when it is told so.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (before, begin, clock) = (memory("VmRSS:"), Instant::now(), processor_time());
    let parsed = catch_unwind(AssertUnwindSafe(|| document::parse(&page, pages)));
    let time = match (clock, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => begin.elapsed(),
    };
    let taken = memory("VmHWM:").saturating_sub(before);
    let document = parsed.map_err(|_| "panic".to_owned())?;
    let mut end = 0;
    for block in &document.blocks {
        if block.span.start() < end || document.text.get(block.span.start()..block.span.end()).is_none() {
            return Err(format!("block out of order at {}", block.span.start()));
        }
        end = block.span.end();
    }
    if time > SLOWEST {
        return Err(format!("{time:?}"));
    }
    if taken > MOST_TIMES * bytes.len() + ANY_PAGE {
        return Err(format!("{} MB of memory, {} times the page", taken >> 20, taken / bytes.len().max(1)));
    }
    Ok(time)
}

/// A line of `/proc/self/status`, in bytes; 0 where there is none.
fn memory(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(name));
    line.and_then(|l| l.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) << 10
}

/// Time that this process itself has used, where the system tells it.
fn processor_time() -> Option<Duration> {
    let line = fs::read_to_string("/proc/self/schedstat").ok()?;
    line.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
