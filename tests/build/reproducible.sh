#!/bin/sh
# The same sources give the same program to the byte, whatever directory they lie in (TAP).
build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/another/place"
cp -r Makefile analysis base cmd crypto docs editions format isolate keys-example page po register report scoring tools "$work/another/place"

if make --silent --directory="$work/another/place" -j2 BUILD=built built/sigill >"$work/said" 2>&1 &&
	cmp "$build/sigill" "$work/another/place/built/sigill" >>"$work/said" 2>&1; then
	echo "ok 1 - two directories give one program"
else
	sed 's/^/# /' "$work/said"
	echo "not ok 1 - two directories give one program"
fi
echo "1..1"
