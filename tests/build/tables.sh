#!/bin/sh
# A changed edition, catalogue or reader gives the programs another table (TAP).
build=${BUILD:-build}
n=0

# of WHAT FILE: make would run the table's tool for WHAT if FILE had changed.
of() {
	n=$((n + 1))
	if make --silent --dry-run --assume-new="$2" BUILD="$build" "$build/sigill" | grep -q "/gen/table $1 "; then
		echo "ok $n - the table of the $1 is made of $2"
	else
		echo "not ok $n - the table of the $1 is made of $2"
	fi
}

of edition editions/infosakkollen-2021.json
of edition format/edition_wording.c
of support editions/support-2024.json
of support editions/infosakkollen-2021.json
of support format/support.c
echo "1..$n"
