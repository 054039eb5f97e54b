#!/bin/sh
# Every user text has its Swedish, and no Swedish stands for a text that is gone (TAP).
build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make --silent pot BUILD="$build"
sed 's/charset=CHARSET/charset=UTF-8/' "$build/gen/sigill.pot" >"$work/sigill.pot"

if msgcmp po/sv.po "$work/sigill.pot" 2>"$work/said"; then
	echo "ok 1 - every text is translated"
else
	sed 's/^/# /' "$work/said"
	echo "not ok 1 - every text is translated"
fi

msgmerge --quiet --no-fuzzy-matching -o "$work/merged.po" po/sv.po "$work/sigill.pot"
if msgattrib --only-obsolete "$work/merged.po" | grep -q '^#~ msgid'; then
	msgattrib --only-obsolete "$work/merged.po" | sed 's/^/# /'
	echo "not ok 2 - every translation is used"
else
	echo "ok 2 - every translation is used"
fi

if msgfmt --check -o /dev/null po/sv.po; then echo "ok 3 - formats agree"; else echo "not ok 3 - formats agree"; fi
echo "1..3"
