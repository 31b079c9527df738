#!/usr/bin/env bash
# Print the path of a Chromium for the browser tests; installs Debian's package when it is missing and we are root.
# Exit 1, with the reason on standard error, where neither is to be had.
set -euo pipefail

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

find_chromium && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "no Chromium here, and it can only be installed by root with apt-get" >&2
  exit 1
fi
exec 9<"$(dirname "$0")/setup.sh"  # one installation at a time: tests run in several processes
! command -v flock >/dev/null || flock 9
find_chromium && exit 0
{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
  >/dev/null 2>&1 || { echo "Debian's package chromium could not be installed" >&2; exit 1; }
find_chromium
