#!/bin/sh
# The programs link what README.md says and nothing else, and no room uses what stands above it (TAP).
exec python3 tests/build/links.py "${BUILD:-build}"
