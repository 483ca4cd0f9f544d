mod broadcasting;
pub mod channels;
mod described;
mod operator;
mod publisher;
mod signed;
mod webhooks;
