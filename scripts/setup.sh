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

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
makes_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Debian ships Python without the means to make a venv.
install_venv() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "setup: installing python3-venv" >&2
  { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null 2>&1
}

# The distribution's own Python comes first: it is compiled with profile feedback, and codes 1.4 times as many
# reports a second as one that pyenv builds by default.
find_python() {
  local name without=""
  for name in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
    [ -n "$name" ] && command -v "$name" >/dev/null && is_new_enough "$name" || continue
    if makes_venvs "$name" || { [ "$name" = /usr/bin/python3 ] && install_venv && makes_venvs "$name"; }; then
      command -v "$name"
      return
    fi
    without="$name"
  done
  if [ -n "$without" ]; then
    echo "setup: $without cannot make a virtual environment. Run: sudo apt-get install python3-venv" >&2
  else
    echo "setup: Python 3.11 or newer is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
  fi
  return 1
}

if ! is_new_enough .venv/bin/python; then
  python="$(find_python)"
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
