//! One test binary.

#![allow(clippy::print_stderr, reason = "a test that needs what is not on this machine says so")]

// Sentences and short pages through the whole pipeline, as data.
mod cases;
// The command as people call it.
mod cli;
// Periods, look-alikes, places and sources of whole sentences.
mod context;
// The harvester against a web on loopback.
#[cfg(feature = "fetch")]
mod fetch;
// Pages → documents: snapshots of our own, pinned readings of real ones.
mod page_cases;
mod pages;
// What holds of any input.
mod properties;
// Imports, prints, lengths of files.
mod layers;
// What the README shows.
mod readme;
// `solieu score` against the reference scorer.
mod score;
// The built-in pattern files and their examples.
mod patterns;
// Bad pattern files and what is said about them.
mod rejects;
// Tables → figures, whole records.
mod tables;
