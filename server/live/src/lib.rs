//! The realtime engine.
