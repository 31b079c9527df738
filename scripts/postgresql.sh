#!/usr/bin/env bash
# A PostgreSQL server of one's own with PostGIS, on a free port of 127.0.0.1, gone when it is no longer needed.
#
#   scripts/postgresql.sh              prints its address, serves until standard input ends
#   scripts/postgresql.sh COMMAND...   runs COMMAND with the address in MARSAD_TEST_DATABASE
#
# Missing packages are installed where that is possible (Debian or Ubuntu, as root). Exit 3: there is no PostgreSQL 15
# with PostGIS and none can be had; standard error says what to install. Commits are not synced to the disk, which
# tests need not be; MARSAD_TEST_DURABLE=1 syncs them, for measuring. Text sorts as Arabic readers sort it, unlike in
# SQLite, so that whatever should be sorted by code points and is not shows in a test.
set -euo pipefail
oldest=15

newest_bin() {
  local bin version
  for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort --version-sort --reverse) $(dirname "$(command -v initdb || echo ./none)"); do
    version="$("$bin/postgres" --version 2>/dev/null | grep --only-matching --extended-regexp '[0-9]+' | head -n 1)" || continue
    [ "${version:-0}" -ge "$oldest" ] && [ -e "$("$bin/pg_config" --sharedir)/extension/postgis.control" ] || continue
    echo "$bin"
    return
  done
  return 1
}

# The distribution's newest pair of server and PostGIS; no cluster of the system's own is made for it.
install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "postgresql: installing PostgreSQL with PostGIS" >&2
  apt-get update -qq >/dev/null 2>&1 || return 1
  local postgis version
  postgis="$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-[0-9]+$' | cut -d ' ' -f 1 | sort --version-sort | tail -n 1)"
  version="$(cut -d - -f 2 <<<"$postgis")"
  [ "${version:-0}" -ge "$oldest" ] || return 1
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold \
    "postgresql-$version" "$postgis" >/dev/null 2>&1
}

# The server refuses to run as root.
unprivileged() {
  if [ "$(id -u)" = 0 ]; then (cd / && exec setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"); else "$@"; fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

stop() {
  unprivileged "$bin/pg_ctl" stop --silent --pgdata="$folder/data" --mode=immediate >/dev/null 2>&1 || true
  rm -rf "$folder"
}

start() {
  local password settings
  password="$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')"
  (umask 077 && printf '%s' "$password" >"$folder/password")
  [ "$(id -u)" != 0 ] || chown -R "$owner" "$folder"
  unprivileged "$bin/initdb" --pgdata="$folder/data" --username=marsad --pwfile="$folder/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=ar --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; return 1; }
  port="$(free_port)"
  settings="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=50"
  [ "${MARSAD_TEST_DURABLE:-}" = 1 ] || settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  unprivileged "$bin/pg_ctl" start --silent --wait --timeout=60 --pgdata="$folder/data" --log="$folder/server.log" \
    --options="$settings" >/dev/null || { cat "$folder/server.log" >&2; return 1; }
  address="postgresql://marsad:$password@127.0.0.1:$port/postgres"
}

if ! bin="$(newest_bin)"; then
  exec 9<"$(dirname "$0")/setup.sh"  # one installation at a time: tests run in several processes
  ! command -v flock >/dev/null || flock 9
  if ! { bin="$(newest_bin)" || { install_packages && bin="$(newest_bin)"; }; }; then
    echo "postgresql: there is no PostgreSQL $oldest with PostGIS here. On Debian or Ubuntu: sudo apt-get install postgresql postgresql-postgis" >&2
    exit 3
  fi
  exec 9<&-
fi
owner="$(id -un postgres 2>/dev/null || echo nobody)"
folder="$(mktemp -d "${TMPDIR:-/tmp}/marsad-postgresql.XXXXXX")"
trap stop EXIT
trap 'exit 130' INT TERM HUP
start
if [ "$#" -gt 0 ]; then
  MARSAD_TEST_DATABASE="$address" "$@"
else
  echo "$address"
  cat >/dev/null
fi
