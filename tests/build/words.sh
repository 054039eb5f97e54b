#!/bin/sh
# Users read the words that the questionnaire's users know, and none of those that stood for them (TAP).
exec python3 tests/build/words.py
