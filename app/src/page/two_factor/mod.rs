//! `/two-factor`: the second factor, asked for at the door or set up.

mod load;
mod view;

pub use load::{TwoFactor, load_two_factor};
pub use view::TwoFactorPage;
