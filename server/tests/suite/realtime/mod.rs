mod channels;
mod described;
