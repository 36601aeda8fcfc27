//! Products: what a thing measures is true of no place.
//!
//! In: the scenes of a document. Out: whether it describes a product, and which of its figures say what the thing is like.
//!
//! Example: in a review with `công suất 120 mã lực`, `mô-men xoắn 160 Nm` a length of `4,3 m` is that of the car, not of the city that it
//! is sold in; what it costs there may be.

use super::scene::Scene;
use rust_decimal::Decimal;

use crate::{patterns::catalogue::Dimension, quantity::Quantity};

/// So many ratings describe a product.
const RATINGS: usize = 2;

/// The unit that engines are rated in, of ships and works, too: it tells a product only beside a rating.
const POWER: &str = "mã lực";

/// Whether a text describes a product: it tells what one is rated at, more than once.
pub(super) fn is_described(scenes: &[Scene]) -> bool {
    let units = || scenes.iter().flat_map(|s| &s.quantities).filter_map(|q| q.unit.as_ref());
    let ratings = units().filter(|u| u.dimension == Dimension::Rating).count();
    ratings >= RATINGS || ratings > 0 && units().any(|u| u.code == POWER)
}

/// So many parts a product has at most: more are sold, `bán được 12.500 xe`.
const PARTS: u32 = 100;

/// Whether a number tells what a product is like: a measure or a count of its parts, not money, people or a share.
pub(super) fn describes(quantity: &Quantity) -> bool {
    use Dimension::{Count, Energy, Length, Mass, Physical, Rating, Volume};
    let parts = || quantity.magnitude.high() < Decimal::from(PARTS);
    quantity.unit.as_ref().is_some_and(|u| match u.dimension {
        Energy | Length | Mass | Physical | Rating | Volume => true,
        // `6.000 vòng/phút`
        Count => parts() || u.code.contains('/'),
        _ => false,
    })
}
