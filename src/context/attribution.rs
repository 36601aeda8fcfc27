//! stub
use crate::{
    patterns::Patterns,
    reading::{Reading, Tokens},
};
/// stub
#[derive(Debug, Clone)]
pub struct Attribution {
    /// .
    pub tokens: Tokens,
    /// .
    pub document: Option<String>,
    /// .
    pub issuer: Option<String>,
}
/// .
pub fn find(_: &Reading, _: &Patterns) -> Vec<Attribution> {
    Vec::new()
}
