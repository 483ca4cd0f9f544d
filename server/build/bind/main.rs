//! bind WASM FOLDER NAME: what wasm-bindgen makes of a compiled front end, by its own library.
//!
//! The tool itself brings a test runner with its own HTTP servers and clients: four times as much to
//! compile, for nothing we use.

use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wasm, folder, name] = arguments.as_slice() else {
        eprintln!("usage: bind WASM FOLDER NAME");
        std::process::exit(2);
    };
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(PathBuf::from(wasm)).typescript(false).out_name(name);
    if let Err(error) = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)) {
        eprintln!("{wasm} cannot be bound: {error:?}");
        std::process::exit(1);
    }
}
