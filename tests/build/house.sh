#!/bin/sh
# A change touches no more files than it has to, as tools/house counts them (TAP).
exec tools/house --limits
