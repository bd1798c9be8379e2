#!/bin/sh
# Fetches Node through npm into .node/, for machines whose own Node cannot run TypeScript. The packages node-<platform>
# hold the binary itself, so no install script runs. Afterwards it is .node/bin/node.
set -eu

version=24.21.0

cd "$(dirname "$0")/.."

case "$(uname -s)" in
  Linux) platform=linux ;;
  Darwin) platform=darwin ;;
  *) platform=unknown ;;
esac
case "$(uname -m)" in
  x86_64 | amd64) architecture=x64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) architecture=unknown ;;
esac
package="node-$platform-$architecture"
case "$package" in
  *unknown*)
    echo "There is no Node for $(uname -sm) on npm. Install Node 22.18 or newer yourself, then run make again." >&2
    exit 1
    ;;
esac

binary=".node/node_modules/$package/bin/node"
if [ "$("$binary" --version 2>/dev/null || true)" != "v$version" ]; then
  echo "Fetching Node $version, since the Node of this machine is too old ($(node --version 2>/dev/null || echo none))."
  mkdir -p .node
  npm install --prefix .node --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$version"
fi
mkdir -p .node/bin
ln -sf "../node_modules/$package/bin/node" .node/bin/node
.node/bin/node --version > .node/fetched
