//! placeholder until the pipeline's picture is drawn below
pub mod document;
pub mod notice;
pub mod page;
pub mod span;
