#!/bin/sh
# The arrows between the rooms of the house point down, and what stands where is what docs/design.md says (TAP).
exec python3 tests/build/layers.py
