#!/bin/sh
# Installs the npm packages that a workspace needs at run time: install-dependencies.sh @systole/api
# Optional ones are typings, a compiler, and parts for platforms that are not this one. What is deleted afterwards is
# read by debuggers and compilers alone, and would be a third of the image's own size.
set -eu

npm ci --omit=dev --omit=optional --workspace="$1"
find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.cts' -o -name '*.mts' \) -delete
