#!/usr/bin/env bash
# Set up .venv with the pinned, hashed dependencies and the package itself. Safe to run again: it does nothing
# when nothing changed. Usage: scripts/setup.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
kind="${1:-dev}"
case "$kind" in
  run) requirements=requirements.txt ;;
  dev) requirements=requirements-dev.txt ;;
  *) echo "usage: scripts/setup.sh run|dev" >&2; exit 2 ;;
esac

find_python() {
  local name
  for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    if [ -n "$name" ] && command -v "$name" >/dev/null &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "setup: Python 3.11 or newer is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
  return 1
}

# Debian ships Python without the means to make a venv.
need_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "setup: installing python3-venv" >&2
    apt-get update -qq >/dev/null && apt-get install -y -qq python3-venv >/dev/null
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
  fi
  echo "setup: $1 cannot make a virtual environment. Run: sudo apt-get install python3-venv" >&2
  return 1
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python="$(find_python)"
  need_venv "$python"
  "$python" -m venv --clear .venv
fi

stamp=".venv/.set-up-$kind"
state="$(cat "$requirements" pyproject.toml | sha256sum | cut -c1-64) $PWD"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
  exit 0
fi
echo "setup: installing the pinned dependencies of $requirements" >&2
pip=(.venv/bin/python -m pip --quiet --disable-pip-version-check)
"${pip[@]}" install --require-hashes --only-binary :all: -r "$requirements" ||
  "${pip[@]}" install --require-hashes -r "$requirements"
"${pip[@]}" install --no-deps --no-build-isolation --editable .
printf '%s' "$state" >"$stamp"
