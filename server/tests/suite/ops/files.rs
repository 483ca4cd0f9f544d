//! Open files: a process takes all that it may have.

use crate::support::process::Process;

/// The soft and the hard limit of open files of a process.
fn limits(id: u32) -> (String, String) {
    let text = std::fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let mut words = line.split_whitespace().map(ToOwned::to_owned);
    (words.next().unwrap(), words.next().unwrap())
}

#[tokio::test]
async fn a_start_raises_the_limit_of_open_files_to_all_that_it_may_have() {
    let (_, hard) = limits(std::process::id());
    assert_ne!(hard, "256", "this machine allows too little to see it raised");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let process = Process::serve_with_files(256, &[("DATA_DIR", &data)]).await;
    assert_eq!(limits(process.id()), (hard.clone(), hard));
}
