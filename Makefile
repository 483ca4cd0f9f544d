# BTS Guru. Two commands are enough: `make serve` to see it, `make test` to check all of it.
# Each installs what it misses. CARGO_TARGET_DIR is honoured. The browser's half is built by server/build/; .ci/ checks and tests.

SHELL := /bin/bash
export CARGO_TARGET_DIR := $(abspath $(or $(CARGO_TARGET_DIR),target))
STEP := .ci/step
# The frontend is for wasm32 only: beside the server it would turn both halves of the app on at once.
NATIVE := --workspace --exclude frontend
WASM := -p frontend -p entity -p app --no-default-features --features app/hydrate --target wasm32-unknown-unknown

.DEFAULT_GOAL := help
.PHONY: help serve build test check test-rust test-api test-browser bench databases clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: ## build and run the service at http://127.0.0.1:8000, with a demonstration when no key is set
	@.ci/install cc rust node
	@$(STEP) "Server (dev)" cargo build --locked -p server --bin bts-guru
	@server/build/site debug
	@exec $(CARGO_TARGET_DIR)/debug/bts-guru serve

build: ## make target/release/bts-guru and its site folder beside it
	@.ci/install cc rust node
	@$(STEP) "Server (release)" cargo build --locked --release -p server --bin bts-guru --features jemalloc
	@server/build/site release

test: check test-rust test-api test-browser ## run every test: lints, unit, integration, API, browser

check: ## format, clippy and rustdoc of every crate, warnings denied; licences and advisories
	@.ci/install cc rust
	@$(STEP) "Format" cargo fmt --all --check
	@$(STEP) "Clippy, server side" cargo clippy --locked --quiet $(NATIVE) --all-targets -- -D warnings
	@$(STEP) "Clippy, browser's half" server/build/wasm-cargo clippy --locked --quiet $(WASM) -- -D warnings
	@RUSTDOCFLAGS="-D warnings --cfg erase_components" $(STEP) "Documentation" cargo doc --locked --quiet $(NATIVE) --no-deps --document-private-items
	@$(STEP) "Licences and advisories" .ci/deny

test-rust: databases ## unit and integration tests, on SQLite and on real PostgreSQL, MariaDB and Redis
	@.ci/install cc rust nginx
	@$(STEP) "Rust tests" .ci/with-databases cargo test --locked $(NATIVE)

test-api: ## ask all that the API's description names, in good and bad ways, with Schemathesis
	@.ci/install cc rust python
	@# The binary of the integration tests, which is there already once they have run.
	@$(STEP) "Server (test)" cargo test --locked --quiet $(NATIVE) --test suite --no-run
	@$(STEP) "API tests" end2end/schemathesis.sh

test-browser: build ## the browser tests, against the release build
	@.ci/install node chromium curl php python
	@$(STEP) "Browser test packages" server/build/packages end2end
	@$(STEP) "Browser tests" npm test --silent --prefix end2end

bench: ## measure the hot paths
	@.ci/install cc rust
	@$(STEP) "Benchmarks" cargo bench --locked $(NATIVE) --features server/jemalloc

databases: ## start PostgreSQL, MariaDB and Redis for the tests, where they do not run
	@$(STEP) "Databases" .ci/databases

clean: ## remove what was built
	cargo clean
	rm -rf $(CARGO_TARGET_DIR)/tools style/node_modules end2end/node_modules end2end/test-results end2end/screenshots
