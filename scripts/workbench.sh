#!/usr/bin/env bash
# Build the front end into src/marsad/web/static, when it or its dependencies changed. Needs Node 20.19 or newer.
# Usage: scripts/workbench.sh [--quiet-without-node]: with it, a machine without Node is no error.
set -euo pipefail
cd "$(dirname "$0")/.."

is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

if ! is_new_enough; then
  echo "workbench: Node 20.19 or newer with npm is needed to build the workbench; the rest works without." >&2
  [ "${1:-}" = --quiet-without-node ] && exit 0
  exit 1
fi

target=src/marsad/web/static
stamp="$target/.built-from"
state="$(find frontend -path frontend/node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64)"
exec 9<scripts/workbench.sh  # one build at a time: tests run in several processes
! command -v flock >/dev/null || flock 9
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
  exit 0
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
echo "workbench: building the front end" >&2
if ! { npm ci --prefix frontend && npm run --prefix frontend build; } >"$log" 2>&1; then
  cat "$log" >&2
  echo "workbench: the build failed; what it said is above." >&2
  exit 1
fi
printf '%s' "$state" >"$stamp"
