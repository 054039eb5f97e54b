#!/bin/sh
# An organisation that has no sigill at all, only tar, gzip, minisign, age and coreutils, makes its
# keys, its card and a bundle; the authority enrols and receives it (S11, docs/format.md).
set -u
msb=$(realpath "${BUILD:-build}")/sigill-msb
export LC_ALL=C.UTF-8

for need in "$msb" tar gzip minisign age age-keygen b2sum; do
    command -v "$need" >/dev/null || { echo "Bail out! $need is not there"; exit 1; }
done
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

count=0
failures=0
check() { # NAME COMMAND...
    name=$1
    shift
    count=$((count + 1))
    if "$@" >out 2>err; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        sed 's/^/# /' out err
        failures=$((failures + 1))
    fi
}

number=212999-0004
# BLAKE2b-256 of the canonical JSON of the edition's model, which leaves its wording out.
edition=3a020f748f5de95ac8c85609bfa1d1a45c4fe4fa5fb2b8cb85b6ef315545f054

archive() { # ARCHIVE MEMBER...
    tar --format=ustar -b1 --mode=0600 --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$@"
}
sign() { # FILE TRUSTED-COMMENT
    minisign -S -s sign.key -m "$1" -c sigill -t "$2" </dev/null
}
digest() { b2sum -l 256 "$1" | cut -d ' ' -f 1; }
size() { wc -c <"$1" | tr -d ' '; }

make_keys() {
    minisign -G -W -s sign.key -p sign.pub </dev/null && age-keygen -pq -o receive.key
}
make_card() {
    printf '{"format":"sigill-card/1","group":"kommun","name":"Ankeborgs kommun","number":"%s",' $number >card.json
    printf '"recipients":["%s"],"role":"organisation","series":1,' "$(age-keygen -y receive.key)" >>card.json
    printf '"sign":"%s",' "$(sed -n 2p sign.pub)" >>card.json
    printf '"valid":{"from":"2026-01-01","until":"2999-12-31"}}' >>card.json
    sign card.json "sigill-card/1 $number" && archive own.card card.json card.json.minisig
}

# Nothing answered yet: 40 empty answers, in the order of canonical JSON, and the result 0.
make_answers() {
    questions=$(seq 40 | LC_ALL=C sort | sed 's/.*/"&":{}/' | paste -sd,)
    printf '{"answers":{%s},"approval":{"by":"","date":"","reference":"","role":""},' "$questions" >answers.json
    printf '"background":{"comparison":""},"circumstances":"","edition":"infosakkollen-2021","marking":"öppen","obstacles":"",' >>answers.json
    printf '"organisation":{"group":"kommun","name":"Ankeborgs kommun","number":"%s"},' $number >>answers.json
    printf '"participants":[],"period":{"from":"2019-10-01","to":"2021-09-30"}}' >>answers.json
    sign answers.json "sigill-answers/1 $number"
}
make_payload() {
    archive payload.tar answers.json answers.json.minisig && gzip -n -9 payload.tar
}
file() { # FILE
    printf '{"blake2b":"%s","name":"%s","path":"%s","size":%s}' "$(digest "$1")" "$1" "$1" "$(size "$1")"
}
make_manifest() {
    id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    areas=$(for area in risk incident classification survey management training safeguards followup procurement culture; do
        printf '{"id":"%s","level":0,"points":0}\n' $area
    done | paste -sd,)
    printf '{"created":"%s",' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >manifest.json
    printf '"edition":{"digest":"%s","id":"infosakkollen-2021"},' $edition >>manifest.json
    printf '"files":[%s,%s],' "$(file answers.json)" "$(file answers.json.minisig)" >>manifest.json
    printf '"format":"sigill-bundle/1","id":"%s","marking":"öppen",' "$id" >>manifest.json
    printf '"payload":{"blake2b":"%s","size":%s},' "$(digest payload.tar.gz)" "$(size payload.tar.gz)" >>manifest.json
    printf '"recipients":["%s"],' "$(digest authority/card.json)" >>manifest.json
    printf '"result":{"areas":[%s],"level":0,"measures":0,"points":0},' "$areas" >>manifest.json
    printf '"sender":{"card":"%s","group":"kommun","name":"Ankeborgs kommun","number":"%s"},' "$(digest card.json)" $number >>manifest.json
    printf '"supersedes":[],"type":"submission"}' >>manifest.json
    sign manifest.json "sigill-bundle/1 submission $id"
}
make_bundle() { # all of it is under 64 KiB, which is the least length of a frame
    archive frame payload.tar.gz manifest.json manifest.json.minisig
    [ "$(size frame)" -le 65536 ] && truncate -s 65536 frame &&
        age -R authority/receive.pub -o "$id.sigill" frame
}
make_authority() {
    "$msb" init -r register -k authority --no-passphrase && "$msb" card -k authority --name MSB &&
        tar -xf authority/own.card -C authority
}
enrol() {
    "$msb" enrol -r register -k authority own.card --fingerprint "$(digest card.json)"
}
receive() {
    "$msb" receive -r register -k authority --json "$id.sigill" && grep -q '"verdict":"imported"' out
}
extract() {
    "$msb" extract "$id" -r register -k authority -o extracted && cmp extracted/answers.json answers.json &&
        cmp extracted/answers.json.minisig answers.json.minisig && cmp extracted/manifest.json manifest.json
}
receipt() {
    sealed=$(digest "$id.sigill")
    tar -xf "register/receipts/$sealed.kvittens" && grep -q '"verdict":"imported"' receipt.json &&
        [ "$(minisign -V -Q -p authority/sign.pub -m receipt.json)" = "sigill-receipt/1 $sealed" ]
}

echo '1..11'
check 'the authority is set up' make_authority
check 'keys by minisign and age-keygen' make_keys
check 'a card by tar and minisign' make_card
check 'answers signed by minisign' make_answers
check 'a payload by tar and gzip' make_payload
check 'a manifest signed by minisign' make_manifest
check 'a bundle by tar, truncate and age' make_bundle
check 'the card is enrolled' enrol
check 'S11 the bundle is imported' receive
check 'S11 what was made is kept byte for byte' extract
check 'S11 minisign verifies the receipt' receipt
[ "$failures" -eq 0 ]
