//! `/dashboard`: what customers see of their own.

pub mod settings;
