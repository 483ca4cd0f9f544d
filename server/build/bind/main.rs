//! bind WASM FOLDER NAME: a compiled front end, cut into the parts that are fetched when they are
//! needed, and bound to JavaScript.
//!
//! By the libraries of `wasm-split` and `wasm-bindgen`: the tools bring test runners and servers of
//! their own, four times as much to compile, for nothing we use. The parts are named as Leptos'
//! server looks for them.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

/// The script that fetches parts, and the list of which part needs which files.
const LINK: &str = "./__wasm_split.______________________.js";
const MANIFEST: &str = "__wasm_split_manifest.json";

/// How a part is fetched: whole, and again after a while where that failed, as the network may come
/// back. A page that is left meanwhile has its fetches cut off; nobody hears of that. A part that is
/// no more belongs to a release that is no more: the page is loaded anew, once.
const FETCH_PART: &str = "
async function fetchPart(url) {
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
        try {
            const answer = await fetch(url);
            if (answer.ok) {
                const headers = { 'content-type': 'application/wasm' };
                return new Response(await answer.arrayBuffer(), { headers });
            }
            const arrival = performance.getEntriesByType('navigation')[0]?.type;
            if (answer.status === 404 && arrival !== 'reload') location.reload();
        } catch {
            // Cut off.
        }
        await new Promise((again) => setTimeout(again, wait));
    }
}
";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wasm, folder, name] = arguments.as_slice() else {
        eprintln!("usage: bind WASM FOLDER NAME");
        std::process::exit(2);
    };
    if let Err(error) = bind(Path::new(wasm), Path::new(folder), name) {
        eprintln!("{wasm} cannot be bound: {error}");
        std::process::exit(1);
    }
}

fn bind(wasm: &Path, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let whole = fs::read(wasm)?;
    let main: PathBuf = folder.join("main.wasm");
    let from = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = &from;
    let split = wasm_split_cli_support::transform(options).map_err(|error| format!("{error:?}"))?;
    let link = folder.join(LINK);
    let script = fs::read_to_string(&link)?.replace("fetch(new URL(", "fetchPart(new URL(");
    fs::write(link, script + FETCH_PART)?;
    fs::write(folder.join(MANIFEST), serde_json::to_vec(&split.prefetch_map)?)?;

    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(&main).typescript(false).out_name(name).keep_lld_exports(true);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    bound.map_err(|error| format!("{error:?}"))?;
    fs::remove_file(main)?;
    Ok(())
}
