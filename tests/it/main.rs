//! One test binary.

#![allow(clippy::print_stderr, reason = "a test that needs what is not on this machine says so")]

// `solieu score` against the reference scorer.
mod score;
