//! Charts drawn on the server: SVG of numbers, with the same numbers as a table beside them.

mod bars;
mod geometry;
mod meter;
mod spark;

pub(crate) use bars::LOOKS;
pub use bars::{BarChart, ChartBar};
pub use meter::Meter;
pub use spark::Sparkline;
