#!/bin/sh
# Installs the programs of Debian that `make test` and `make monitor` run. Quick where they are there already.
# Their services are not started: they are run by hand, with settings and ports of their own.
set -eu

missing=''
need() { # program package
  command -v "$1" > /dev/null 2>&1 || missing="$missing $2"
}
need chromium chromium
need caddy caddy
need prometheus prometheus
need promtool prometheus
need prometheus-alertmanager prometheus-alertmanager
need amtool prometheus-alertmanager
need prometheus-node-exporter prometheus-node-exporter
need prometheus-postgres-exporter prometheus-postgres-exporter
[ -n "$missing" ] || exit 0

if ! command -v apt-get > /dev/null 2>&1; then
  echo "These packages of Debian are needed, and this is no Debian:$missing. Install the same programs another way." >&2
  exit 1
fi
as_root=''
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo > /dev/null 2>&1 || ! sudo -n true 2> /dev/null; then
    echo "These packages of Debian are needed:$missing. As root: apt-get install --no-install-recommends$missing" >&2
    exit 1
  fi
  as_root='sudo -n'
fi

echo "Installing$missing."
# A service that is masked before it is installed is not started by its installation, and its port stays free.
units=/etc/systemd/system
if [ -d /run/systemd/system ]; then
  for unit in caddy prometheus prometheus-alertmanager prometheus-node-exporter prometheus-postgres-exporter; do
    case "$missing" in
      *" $unit"*) [ -e "$units/$unit.service" ] || $as_root ln -s /dev/null "$units/$unit.service" ;;
    esac
  done
fi
$as_root apt-get update -qq
# shellcheck disable=SC2086 # several words each
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
