//! The binary as a process of its own.

use std::{
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

/// The binary with no settings but those given.
pub fn bts_guru(arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bts-guru"));
    // An empty folder, so that no .env is read.
    let folder = std::env::temp_dir();
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for name in ["DATABASE_URL", "DATA_DIR", "SERVER_PORT", "RAPIDAPI_KEY", "CLOCK", "SPORTS"] {
        command.env_remove(name);
    }
    command.env("API_RATE_LIMIT_ENABLED", "false");
    command.envs(settings.iter().copied());
    command
}

/// Run it to its end.
pub fn run(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    bts_guru(arguments, settings).output().expect("runs")
}

/// A served process; killed when dropped.
pub struct Process {
    child: Child,
    pub port: u16,
}

impl Process {
    pub async fn serve(settings: &[(&str, &str)]) -> Self {
        Self::listening(&["serve"], settings).await
    }

    /// The replayer of a folder of recorded answers.
    pub async fn replay(folder: &Path) -> Self {
        let folder = folder.to_str().expect("is text");
        Self::listening(&["upstream:replay", folder], &[]).await
    }

    async fn listening(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        Self::listening_at(free_port(), arguments, settings).await
    }

    /// One where clients knew another before.
    pub async fn serve_at(port: u16, settings: &[(&str, &str)]) -> Self {
        Self::listening_at(port, &["serve"], settings).await
    }

    async fn listening_at(port: u16, arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let number = port.to_string();
        let arguments = [arguments, &["--port", &number]].concat();
        Self::begin(bts_guru(&arguments, settings), port).await
    }

    /// One that a shell begins with so many open files as its soft limit.
    pub async fn serve_with_files(files: u32, settings: &[(&str, &str)]) -> Self {
        let port = free_port();
        let wanted = bts_guru(&["serve", "--port", &port.to_string()], settings);
        let mut shell = Command::new("sh");
        // It gives way to the process, which so has its number.
        let script = format!("ulimit -Sn {files} && exec \"$0\" \"$@\"");
        shell.arg("-c").arg(script).arg(wanted.get_program()).args(wanted.get_args());
        shell.current_dir(std::env::temp_dir()).stdin(Stdio::null());
        for (name, value) in wanted.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        Self::begin(shell, port).await
    }

    async fn begin(mut command: Command, port: u16) -> Self {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        let process = Self { child, port };
        super::eventually("the process to listen", 30, || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        process
    }

    /// Its number among the processes of this machine.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn socket(&self) -> String {
        format!("ws://127.0.0.1:{}/app/bts-guru?protocol=7", self.port)
    }

    /// SIGKILL: nothing is flushed, nothing is said.
    pub fn kill(mut self) {
        self.child.kill().expect("is killed");
        self.child.wait().expect("is gone");
    }

    /// SIGTERM, as an operator would; answers whether it ended by itself in time.
    pub fn terminate(mut self) -> bool {
        let pid = self.child.id().to_string();
        Command::new("kill").arg(pid).status().expect("kill is there");
        for _ in 0..300 {
            if let Some(status) = self.child.try_wait().expect("can be asked") {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A Redis of one's own, ended when dropped. It keeps nothing.
pub struct OwnRedis {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl OwnRedis {
    /// `None` where there is no Redis to start.
    pub fn start(port: u16) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let child = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .ok()?;
        Some(Self { child, port, _folder: folder })
    }

    /// The same with a port that speaks TLS, by the certificate in a folder.
    pub fn start_tls(port: u16, tls: u16, certificates: &Path) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let child = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--tls-port", &tls.to_string()])
            .args(["--bind", "127.0.0.1", "--save", "", "--tls-auth-clients", "no", "--dir"])
            .arg(folder.path())
            .arg("--tls-cert-file")
            .arg(certificates.join("cert.pem"))
            .arg("--tls-key-file")
            .arg(certificates.join("key.pem"))
            .arg("--tls-ca-cert-file")
            .arg(certificates.join("ca.pem"))
            .stdout(Stdio::null())
            .spawn()
            .ok()?;
        Some(Self { child, port, _folder: folder })
    }

    /// How many keys it holds; none while it does not answer.
    pub async fn size(&self) -> u64 {
        let client = redis::Client::open(format!("redis://127.0.0.1:{}", self.port)).unwrap();
        let Ok(mut connection) = client.get_multiplexed_async_connection().await else { return 0 };
        redis::cmd("DBSIZE").query_async(&mut connection).await.unwrap_or(0)
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port nobody listens on just now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
    listener.local_addr().expect("has an address").port()
}
