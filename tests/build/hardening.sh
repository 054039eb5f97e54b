#!/bin/sh
# The programs as they were built: position independent, read-only relocations, bound at once, no executable stack,
# fortified and guarded (TAP).
build=${BUILD:-build}
n=0
check() {
	n=$((n + 1))
	name=$1
	shift
	if "$@" >/dev/null 2>&1; then echo "ok $n - $name"; else echo "not ok $n - $name"; fi
}
readelf_has() { readelf -W "$1" "$2" | grep -Eq "$3"; }
for program in sigill sigill-msb; do
	file=$build/$program
	check "$program is position independent" readelf_has -h "$file" 'Type:[[:space:]]+DYN'
	check "$program has RELRO" readelf_has -l "$file" 'GNU_RELRO'
	check "$program binds at once" readelf_has -d "$file" 'BIND_NOW|FLAGS_1.*NOW'
	check "$program has no executable stack" readelf_has -l "$file" 'GNU_STACK.* RW  '
	check "$program has no run path" sh -c "! readelf -W -d '$file' | grep -Eq 'RPATH|RUNPATH'"
	check "$program has a stack protector" readelf_has -s "$file" '__stack_chk_fail'
	check "$program does not say where it was built" sh -c "! grep -aqF -e '$PWD' -e '$(realpath "$build")' '$file'"
	check "$program has nothing for debuggers" sh -c "! readelf -W -S '$file' | grep -Eq '\.(debug_|symtab)'"
	check "$program has it beside itself" readelf_has -S "$build/.debug/$program.debug" '\.debug_info'
	check "$program's debuggers are not told where it was built" \
		sh -c "! strings -a '$build/.debug/$program.debug' | grep -qF '$PWD'"
	check "$program is fortified" readelf_has -s "$file" '__(snprintf|memcpy|vsnprintf|fprintf|read|pread)(64)?_chk'
done
check "_FORTIFY_SOURCE is 3" sh -c "make --dry-run --always-make BUILD='$build' '$build/base/error.o' | grep -q -- '-D_FORTIFY_SOURCE=3'"
echo "1..$n"
