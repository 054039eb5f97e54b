#!/bin/sh
# What is installed, with which rights, and that it goes again (TAP).
build=${BUILD:-build}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
n=0

# told WHAT: whether the last command ended well.
told() {
	status=$?
	n=$((n + 1))
	[ "$status" -eq 0 ] || printf 'not '
	echo "ok $n - $1"
}

make --silent BUILD="$build" DESTDIR="$place" PREFIX=/usr install >/dev/null
told 'make install'
wanted=$(
	for page in man1/sigill.1 man1/sigill-msb.1 man5/sigill-bundle.5; do echo "644 man/$page"; echo "644 man/sv/$page"; done
	for program in sigill sigill-msb; do
		echo "644 bash-completion/completions/$program"
		echo "644 zsh/site-functions/_$program"
		echo "644 fish/vendor_completions.d/$program.fish"
	done
	for document in README.md SECURITY.md CHANGELOG.md docs/*.md; do echo "644 doc/sigill/$document"; done
)
found=$(cd "$place/usr/share" && find . -type f -printf '%m %P\n')
[ "$(echo "$wanted" | sort)" = "$(echo "$found" | sort)" ]
told 'the manual, the completion and the documents are in their places'
[ "$(find "$place" -type f -not -path '*/share/*' -printf '%m %P\n' | sort)" = "755 usr/bin/sigill
755 usr/bin/sigill-msb" ]
told 'the programs are, and nothing else is'
"$place/usr/bin/sigill" version >/dev/null && "$place/usr/bin/sigill-msb" version >/dev/null
told 'they run from there'
make --silent BUILD="$build" DESTDIR="$place" PREFIX=/usr uninstall && [ -z "$(find "$place" -type f)" ] && [ ! -e "$place/usr/share/doc/sigill" ]
told 'make uninstall leaves no file'
echo "1..$n"
