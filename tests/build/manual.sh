#!/bin/sh
# The manual and the completion tell what --help tells (TAP).
exec python3 tests/build/manual.py
