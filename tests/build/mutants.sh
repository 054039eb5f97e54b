#!/bin/sh
# Of each folder a fixed sample of mutants is noticed by its tests, or tests/mutants.known says why not (TAP).
# More of them: make mutants.
n=0
echo "1..2"
for folder in crypto format; do
	n=$((n + 1))
	name="the sample of mutants of $folder is noticed"
	said=$(tools/mutate "$folder" --build "${BUILD:-build}" --count "${MUTANTS:-6}" --jobs 2 --known tests/mutants.known 2>&1)
	case $? in
	0) echo "ok $n - $name" ;;
	2) echo "ok $n - $name # SKIP processes cannot be locked in here" ;;
	*) echo "not ok $n - $name" ;;
	esac
	printf "%s\n" "$said" | sed "s/^/# /"
done
