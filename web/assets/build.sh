#!/bin/sh
# Compiles the stylesheet and the icon sprite from what is committed here; needs no npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$here/../.." && pwd)/.venv/bin
out=${1:-$here/../static}
"$bin/tailwindcss" --cwd "$here" --input app.css --output "$out/app.css" --minify --silent
"$bin/python" "$here/sprite.py" "$here/icons" "$out/icons.svg"
