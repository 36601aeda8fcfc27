//! Tokens → the other mentions: periods, places, look-alikes, attributions.
//!
//! In: a [`Reading`](crate::reading::Reading). Out: mentions with the tokens that they cover. Each file here knows only the
//! text and the patterns; none knows another, and none knows quantities: linking is [`crate::figure`]'s work.
//!
//! Worked example: in `Báo cáo số 141-BC/TU: đến ngày 31-12-2020, Hà Nội có 89.523 đơn vị` the look-alike is `141-BC/TU`
//! (`document_number`), the period is `đến ngày 31-12-2020` (as of 2020-12-31), the place is `Hà Nội`.

pub mod attribution;
mod issuer;
pub mod lookalike;
mod name;
pub mod period;
pub mod place;
