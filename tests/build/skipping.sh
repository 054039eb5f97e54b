#!/bin/sh
# What the runner of the tests makes of a test that was skipped (TAP).
exec python3 tests/build/skipping.py
