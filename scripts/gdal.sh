#!/usr/bin/env bash
# Print the path of GDAL's ogr2ogr for the tests that read our maps with it; installs Debian's package when it is missing
# and we are root. Exit 1, with the reason on standard error, where it is not to be had.
set -euo pipefail

command -v ogr2ogr && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "no GDAL here, and it can only be installed by root with apt-get" >&2
  exit 1
fi
{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gdal-bin; } \
  >/dev/null 2>&1 || { echo "Debian's package gdal-bin could not be installed" >&2; exit 1; }
command -v ogr2ogr
