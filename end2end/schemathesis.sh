#!/usr/bin/env bash
# schemathesis.sh [BINARY] [SECONDS]: serves the demonstration and lets Schemathesis ask everything its
# description names, in good and in bad ways: no 5xx, and no answer that is not described. The binary
# defaults to the debug build. Schemathesis is installed from PyPI once, and kept in the target folder.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath "${CARGO_TARGET_DIR:-target}")
binary=$(realpath "${1:-$target/debug/bts-guru}")
seconds=${2:-60}
# Every package it is made of, by version and hash.
pinned=$PWD/end2end/schemathesis.txt
version=$(sed -n 's/^schemathesis==\([0-9.]*\).*/\1/p' "$pinned")
home=$target/tools/schemathesis-$version
asked="matches:read proxy:read stream:connect usage:read keys:write"

if [ ! -e "$home/ready" ] || [ "$pinned" -nt "$home/ready" ]; then
  echo "    schemathesis $version is missing: getting it from PyPI, once (about a minute)"
  rm -rf "$home"
  python3 -m venv "$home"
  timeout 600 "$home/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$pinned" || {
    echo "schemathesis could not be got: see whether pypi.org can be reached." >&2
    exit 1
  }
  touch "$home/ready"
fi

work=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
cd "$work"
unset "${!REDIS_@}" "${!REVERB_@}" "${!API_@}" "${!UPSTREAM_@}" "${!RAPIDAPI_@}"
export DATA_DIR=$work/data DATABASE_URL=null RAPIDAPI_KEY=null APP_URL=null RUST_LOG=error
export ADMIN_EMAIL=null ADMIN_PASSWORD=null
mkdir data

# A key that may do everything, on the plan with the highest limits.
"$binary" user:create schemathesis@example.org --plan business </dev/null >user 2>&1 || { cat user >&2; exit 1; }
# shellcheck disable=SC2046 # one argument a scope
"$binary" key:create schemathesis@example.org --name schemathesis $(printf -- '--scope %s ' $asked) >key 2>/dev/null
token=$(grep -o 'bts_live_[A-Za-z0-9_]*' key | head -n 1)

"$binary" serve --host 127.0.0.1 --port 0 >out 2>err &
server=$!
address=
for _ in $(seq 300); do
  address=$(sed -n 's/^BTS Guru at \(http:[^ ]*\).*/\1/p' out)
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { echo "the service did not start:" >&2; cat err >&2; exit 1; }

# The stream never ends, so it has tests of its own. One worker: two trip over each other in Python 3.11.
set +e
PYTHONDONTWRITEBYTECODE=1 timeout $((seconds + 120)) "$home/bin/schemathesis" run "$address/docs/api.json" \
  --url "$address/api/v1" --header "Authorization: Bearer $token" --exclude-operation-id stream \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method,allow_header_conformance \
  --max-time "$seconds" --workers 1 --request-timeout 30 --warnings off --no-color >report 2>&1
code=$?
set -e
kill -0 "$server" 2>/dev/null || { echo "the service did not live to the end:" >&2; cat err >&2; code=1; }
if [ "$code" != 0 ]; then
  cut -c1-300 report | head -n 400 >&2
  echo "Schemathesis found answers that are 5xx or not described: see above." >&2
  exit 1
fi
cases=$(sed -n 's/.* \([0-9,]*\) generated.*/\1/p' report | tail -n 1)
echo "    Schemathesis: ${cases:-all} requests in $seconds s; no 5xx, and every answer is as /docs/api describes it."
