#!/bin/sh
# What we sign verifies with stock minisign, and the reverse; the key files are read alike (S11).
# Encrypted keys of stock minisign cost 1 GiB of memory for some seconds.
#
#   sh tests/interop/minisign_interop.sh [MINISIGN_TOOL]
set -u
tool=$(realpath "${1:-${BUILD:-build}/tools/minisign_tool}")
trusted='sigill-card/1 212999-0004'

for need in "$tool" minisign; do
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
status_is() { # STATUS REASON COMMAND...
    wanted=$1
    reason=$2
    shift 2
    "$@" >refused 2>&1
    [ $? -eq "$wanted" ] && grep -q ": $reason: " refused
}
fails() { ! "$@"; }
shows() { # TEXT COMMAND...
    text=$1
    shift
    [ "$("$@")" = "$text" ]
}
stock_sign() { # SECRET MESSAGE SIGNATURE PASSPHRASE-FILE OPTION...
    secret=$1 message=$2 signature=$3 passphrase=$4
    shift 4
    minisign -S -s "$secret" -m "$message" -x "$signature" "$@" <"$passphrase"
}
our_sign() { # SECRET MESSAGE SIGNATURE [PASSPHRASE-FILE]
    "$tool" sign "$1" "$2" "$3" "$trusted" ${4:+"$4"}
}

echo '1..46'
: >empty
printf 'Sigill bär svar.\n' >short
head -c 1048577 /dev/zero | tr '\0' 's' >long
printf 'Sigill bar svar.\n' >altered
printf 'långt lösenord 1' >passphrase
printf 'långt lösenord 2' >wrong
printf 'långt lösenord 1\n' >typed
printf 'långt lösenord 1\nlångt lösenord 1\n' >typed-twice
printf 'långt lösenord 2\n' >typed-wrong

check 'we make a plain key' "$tool" keygen our-plain.key our-plain.pub
check 'we make an encrypted key' "$tool" keygen our-sealed.key our-sealed.pub passphrase
check 'stock makes a plain key' minisign -G -W -s stock-plain.key -p stock-plain.pub
check 'stock makes an encrypted key' \
    sh -c 'minisign -G -s stock-sealed.key -p stock-sealed.pub <typed-twice'

for key in our-plain our-sealed stock-plain stock-sealed; do
    ours= stock=empty
    case $key in *-sealed) ours=passphrase stock=typed ;; esac
    check "$key: we sign" our_sign $key.key short ours.sig $ours
    check "$key: stock verifies ours" \
        shows "$trusted" minisign -V -Q -p $key.pub -m short -x ours.sig
    check "$key: stock signs the same" \
        stock_sign $key.key short stock.sig $stock -c sigill -t "$trusted"
    check "$key: byte for byte" cmp ours.sig stock.sig
    check "$key: stock makes the same public key" \
        sh -c "minisign -R -f -s $key.key -p again.pub <$stock && cmp again.pub $key.pub"
done

key=stock-plain
for message in empty short long; do
    check "$message: we sign" our_sign $key.key $message $message.sig
    check "$message: stock verifies ours" minisign -V -q -p $key.pub -m $message -x $message.sig
    check "$message: stock signs" \
        stock_sign $key.key $message $message.stock empty -t "kommentar å"
    check "$message: we verify stock's" \
        shows 'kommentar å' "$tool" verify $key.pub $message $message.stock
done
check 'stock signs in the legacy way' stock_sign $key.key short legacy.sig empty -l -t old
check 'we verify it' shows old "$tool" verify $key.pub short legacy.sig
check 'it is not in our profile' \
    status_is 1 bad-signature "$tool" document $key.pub short legacy.sig old
check 'ours is in our profile' "$tool" document $key.pub short short.sig "$trusted"
check 'stock refuses ours on an altered message' \
    fails minisign -V -q -p $key.pub -m altered -x short.sig
check "we refuse stock's on an altered message" \
    status_is 1 bad-signature "$tool" verify $key.pub altered short.stock
check 'we refuse under another key' \
    status_is 1 bad-signature "$tool" verify our-plain.pub short short.stock
check 'we refuse a wrong passphrase' \
    status_is 1 wrong-passphrase our_sign our-sealed.key short none.sig wrong
check "we refuse a wrong passphrase of stock's key" \
    status_is 1 wrong-passphrase our_sign stock-sealed.key short none.sig wrong
check 'stock refuses a wrong passphrase of ours' \
    fails stock_sign our-sealed.key short none.sig typed-wrong
[ "$failures" -eq 0 ]
