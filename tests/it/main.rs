//! One test binary.

mod score;
