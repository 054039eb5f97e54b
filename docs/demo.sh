#!/bin/sh
# Visar hela vägen i terminalen: sh docs/demo.sh [BYGGKATALOG]
#
# Allt sker i en tillfällig katalog, med kopior av exempelnycklarna och utan nät. Slutstatus 0 bara
# om allt gick som det skulle, också det som skulle avvisas.
set -eu

cd "$(dirname "$0")/.."
build=${1:-build}
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
root=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
PATH=$build:$PATH
LC_ALL=C.UTF-8
export PATH LC_ALL

fail() {
	printf '\nDEMON GICK FEL: %s\n' "$*" >&2
	exit 1
}

number=0
step() {
	number=$((number + 1))
	printf '\n== %d. %s ==\n\n' "$number" "$*"
}

# Kommandot som det skrivs, med citattecken där skalet vill ha dem.
show() {
	printf '$'
	for word in "$@"; do
		case $word in
		*[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
}

# run STATUS KOMMANDO...: visar kommandot och vad det säger, och kräver slutstatusen. Det som är
# sagt står sedan i filen said. Varningen för exempelnycklarna, som annars kommer varje gång, visas
# inte.
run() {
	expected=$1
	shift
	show "$@"
	status=0
	"$@" >out 2>err </dev/null || status=$?
	sed -e '/: varning: .*exempelnycklar/d' -e '/: warning: .*example keys/d' err >notes
	case $2 in
	seal) cat notes out >said ;;
	*) cat out notes >said ;;
	esac
	cat said
	[ "$status" -eq "$expected" ] ||
		fail "$1 $2 slutade med status $status; väntat var $expected"
}

# Ett fält ur ett JSON-resultat, den första gången det står där.
field() {
	sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" out | sed -n 1p
}

for program in sigill sigill-msb; do
	[ -x "$build/$program" ] || fail "$build/$program finns inte; kör: make"
done

cd "$work"
cp "$root/docs/examples/ankeborg.json" "$root/docs/examples/gaseborg.json" .
cp -R "$root/keys-example" nycklar
chmod -R go= nycklar
printf 'Beslut om säkerhetsåtgärder, protokollsutdrag.\n' >protokoll.txt
mkdir medium

cat <<'TEXT'
Två organisationer lämnar sina svar till MSB på ett medium. Ett paket skadas
på vägen. Nycklarna är exempelnycklar som alla har: därför måste varje kommando
få --allow-example-keys, och registret märks för alltid som en demonstration.
TEXT

demo=--allow-example-keys

step 'Kommunen granskar sina svar'
run 0 sigill check ankeborg.json

step 'Kommunen räknar ut sitt resultat'
run 0 sigill score ankeborg.json

step 'Kommunen förseglar svaren med en bilaga, till MSB'
run 0 sigill seal ankeborg.json -k nycklar/ankeborg $demo \
	--attach protokoll.txt --yes -o medium/ankeborg.sigill

step 'Regionen gör detsamma'
run 0 sigill seal gaseborg.json -k nycklar/gaseborg $demo --yes -o medium/gaseborg.sigill

step 'Utan nyckel syns bara att det är ett paket'
run 0 sigill inspect medium/ankeborg.sigill

step 'På vägen ändras en enda byte i en kopia'
cp medium/ankeborg.sigill medium/rubbat.sigill
byte=$(od -An -tu1 -j 40000 -N 1 medium/rubbat.sigill | tr -d ' ')
octal=$(printf '%03o' $((255 - byte)))
printf '%b' "\\0$octal" | dd of=medium/rubbat.sigill bs=1 seek=40000 conv=notrunc 2>dd.log ||
	fail "$(cat dd.log)"
cmp -s medium/ankeborg.sigill medium/rubbat.sigill && fail 'ingen byte ändrades'
show ls medium
ls medium

step 'MSB lägger upp ett register'
run 0 sigill-msb init -r register -k nycklar/msb $demo

step 'MSB ringer upp var och en, hör fingeravtrycket läsas och skriver in kortet'
for party in ankeborg gaseborg; do
	sigill fingerprint -k nycklar/$party $demo --json >out 2>err || fail "$(cat err)"
	run 0 sigill-msb enrol -r register -k nycklar/msb $demo \
		--fingerprint "$(field fingerprint_text)" nycklar/$party/own.card
	echo
done

step 'MSB tar emot hela mediet: två paket går in, det rubbade avvisas'
run 1 sigill-msb receive -r register -k nycklar/msb $demo --arrived "$(date +%F)" \
	--reference 'MSB 2021-1' medium
grep -q 'damaged' said || fail 'det rubbade paketet avvisades inte som skadat'

step 'MSB ser på kommunens svar'
sigill-msb list -r register -k nycklar/msb $demo --json >out 2>err || fail "$(cat err)"
[ "$(grep -c '"id":' out)" -eq 2 ] || fail 'registret har inte två svar'
id=$(field id)
[ "$(field number)" = 212999-0004 ] || fail 'det första svaret är inte kommunens'
run 0 sigill-msb show "$id" -r register -k nycklar/msb $demo

step 'MSB lägger kvittenserna på mediet; kommunen läser sin'
run 0 sigill-msb receipts --all -r register -k nycklar/msb $demo -o medium/kvittenser
run 0 sigill receipt medium/kvittenser/212999-0004 -k nycklar/ankeborg $demo

step 'Mottaget'
run 0 sigill-msb list -r register -k nycklar/msb $demo
cmp -s medium/rubbat.sigill register/quarantine/*.sigill || fail 'det avvisade paketet är inte i karantän'
cat <<'TEXT'

Avvisat och lagt i karantän: medium/rubbat.sigill (damaged)
TEXT
