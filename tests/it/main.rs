//! One test binary.

#![allow(clippy::print_stderr, reason = "a test that needs what is not on this machine says so")]

// The command as people call it.
mod cli;
// Periods, look-alikes, places and sources of whole sentences.
mod context;
// The harvester against a web on loopback.
#[cfg(feature = "fetch")]
mod fetch;
// Pages → documents: snapshots of our own, pinned readings of real ones.
mod pages;
// Imports, prints, lengths of files, the README.
mod layers;
// `solieu score` against the reference scorer.
mod score;
// Bad pattern files and what is said about them.
mod rejects;
