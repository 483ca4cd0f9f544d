pub mod channels;
mod described;
