#!/bin/sh
# Runs Schemathesis from PyPI against the served description: no 5xx, no undescribed answer.
#   end2end/schemathesis.sh [binary] [seconds]
# The binary defaults to the debug build; Schemathesis is kept in a cache folder. BTS_TOKEN, if set,
# is the key to ask with; otherwise one is made where the binary can.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
binary=${1:-${CARGO_TARGET_DIR:-$here/target}/debug/bts-guru}
seconds=${2:-60}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/bts-guru/schemathesis
if [ ! -x "$cache/bin/schemathesis" ]; then
  python3 -m venv "$cache"
  "$cache/bin/pip" install --quiet --disable-pip-version-check schemathesis
fi
work=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT INT TERM
export DATA_DIR="$work/data" DATABASE_URL="sqlite://$work/data/bts-guru.sqlite" RAPIDAPI_KEY=null SERVER_PORT=0 RUST_LOG=error
export ADMIN_EMAIL=null ADMIN_PASSWORD=null
mkdir -p "$work/data"
token=${BTS_TOKEN:-}
if [ -z "$token" ] && "$binary" key:create --help >/dev/null 2>&1; then
  "$binary" user:create schemathesis@example.org --plan business </dev/null >/dev/null 2>&1 || true
  token=$("$binary" key:create schemathesis@example.org --name schemathesis --scope matches:read \
    --scope proxy:read --scope stream:connect --scope usage:read --scope keys:write 2>/dev/null |
    grep -o 'bts_live_[A-Za-z0-9_]*' | head -n 1) || true
fi
cd "$work"
"$binary" serve --host 127.0.0.1 --port 0 >"$work/out" 2>"$work/err" &
server=$!
address=
for _ in $(seq 100); do
  address=$(sed -n 's/^BTS Guru at \(http:[^ ]*\).*/\1/p' "$work/out")
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { echo "the service did not start:"; cat "$work/err"; exit 1; }
set -- run "$address/docs/api.json" --url "$address/api/v1" --max-time "$seconds" --workers 2 \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method \
  --exclude-operation-id stream --generation-database none --no-color --request-timeout 30
# The stream never ends, so it has a test of its own.
if [ -n "$token" ]; then
  set -- "$@" --header "Authorization: Bearer $token"
fi
PYTHONDONTWRITEBYTECODE=1 "$cache/bin/schemathesis" "$@"
