mod bad_rows;
mod crash;
mod day;
mod evening;
mod replay;
mod second_thoughts;
mod truth;
