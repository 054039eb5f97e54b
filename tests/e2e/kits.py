"""Kits (docs/format.md, "Kit"): made by `sigill-msb kit`, taken in by `sigill trust`; who is believed and who is not; and stock tools
that open one."""
import json
import shutil
import subprocess

from authoritykit import BEFORE, LATER, TODAY, authority_with_register, declared, digest, held, kit, made, parties, refuses_kit, rounds, take, written
from containerkit import unpacked
from parties import PAST, forge, make_authority, make_party, own, told
from sigill_test import TIMEOUT, command_line, environment, expect, msb, refused, run, sigill, skip_unless, strace, test, tree
from tracekit import CONFINED


@test
def test_a_kit_is_made_and_taken_in(directory):
    register, authority = authority_with_register(directory)
    declared(register, authority)
    path = directory / "omgang-2026.kit"
    profile = directory / "profil.json"
    shutil.copy("editions/target-foreskrift-2021.json", profile)
    said = made(register, authority, path, "--recommendations", "editions/recommendations-2021.json", "--target", profile)
    assert said["number"] == 1 and said["date"] == str(TODAY)
    assert said["files"] == ["recommendations-recommendations-2021.json", "round.json", "target-foreskrift.json"], said
    keys = make_party(directory / "keys")
    shown = expect(take(keys, path, "--fingerprint", told(own(authority))), 0).out
    assert "MSB, kit number 1" in shown and LATER in shown and all(
        word in shown for word in ("target profile (foreskrift)", "days of the rounds\n", "recommendations (recommendations-2021)")), shown
    names = sorted(file.name for file in (keys / "kit").iterdir())
    assert names == sorted([*said["files"], "authority.card", "kit.json", "kit.json.minisig"]), names
    assert (keys / "kit" / "authority.card").read_bytes() == own(authority).read_bytes()
    assert (keys / "kit" / "target-foreskrift.json").read_bytes() == profile.read_bytes()
    assert len(list((keys / "trusted").iterdir())) == 1
    expect(take(keys, path), 0, out_has="The kit was taken in already")


@test
def test_each_kit_has_a_number_of_its_own_in_the_audit(directory):
    register, authority = authority_with_register(directory)
    declared(register, authority)
    paths = [directory / f"{number}.kit" for number in (1, 2)]
    numbers = [made(register, authority, path)["number"] for path in paths]
    assert numbers == [1, 2]
    rows = json.loads(expect(msb("audit", "-r", register, "-k", authority, "--json"), 0).out)["rows"]
    kits = [row["subject"] for row in rows if row["kind"] == "kit"]
    assert kits == [{"kit": str(number), "kit-file": digest(path.read_bytes())} for number, path in zip(numbers, paths)], kits


@test
def test_what_a_reader_would_refuse_is_never_signed(directory):
    register, authority = authority_with_register(directory)
    out = directory / "out.kit"
    refused(msb("kit", "-r", register, "-k", authority, "-o", out), 1, "no round is going on or to come")
    declared(register, authority)
    bad = written(directory / "bad.json", b'{"format":"sigill-target/1","id":"x"}')
    before = tree(authority), (register / "register.db").read_bytes()
    refused(msb("kit", "-r", register, "-k", authority, "-o", out, "--target", bad), 1, "target-x.json")
    refused(msb("kit", "-r", register, "-k", authority, "-o", out, "--round", "2031"), 1, "no such round")
    assert not out.exists() and tree(authority) == before[0]
    assert not [row for row in json.loads(expect(msb("audit", "-r", register, "-k", authority, "--json"), 0).out)["rows"]
                if row["kind"] == "kit"]


# ---- who is believed ----

@test
def test_S2_a_strangers_kit_is_refused_and_nothing_is_inflated(directory):
    keys, authority = parties(directory)
    stranger = make_authority(directory / "stranger", "MSB")
    path = written(directory / "stranger.kit", kit(stranger, [("round.json", rounds())]))
    refuses_kit(keys, path, "fingerprint is lacking")
    refuses_kit(keys, path, "fingerprint", 1, "--fingerprint", told(own(authority)))
    assert held(keys) is None
    good = written(directory / "good.kit", kit(authority, [("round.json", rounds())]))
    skip_unless(CONFINED, "this build parses in one process")
    assert workers(directory, keys, path) == 0, "a worker was made for a stranger's kit"
    assert workers(directory, keys, good) == 1, "no worker reads a good kit"


def workers(directory, keys, path):
    """How many workers were confined to a kit: each begins so."""
    trace = directory / "trace"
    subprocess.run([*strace(), "-f", "-qq", "-o", trace, "-e", "trace=seccomp",
                    *command_line("sigill", ["trust", path, "-k", keys, "--yes"], "en")],
                   env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT)
    return sum("SECCOMP_SET_MODE_FILTER" in line and line.endswith("= 0") for line in trace.read_text(errors="replace").splitlines())


@test
def test_S2_a_card_that_another_key_signed_behind_is_refused(directory):
    """The authority's card in front, a stranger's signature behind."""
    keys, authority = parties(directory)
    stranger = make_authority(directory / "stranger", "MSB")
    path = written(directory / "a.kit", kit(stranger, [("round.json", rounds())], front=own(authority)))
    refuses_kit(keys, path, "signature")
    skip_unless(CONFINED, "this build parses in one process")
    assert workers(directory, keys, path) == 0


@test
def test_a_kit_of_an_ended_card_is_refused(directory):
    keys, authority = make_party(directory / "keys"), make_authority(directory / "msb", "MSB")
    ended = forge(authority, directory / "ended.card", valid=PAST)
    path = written(directory / "a.kit", kit(authority, [("round.json", rounds())], front=ended))
    refuses_kit(keys, path, "was valid until 2021-12-31", 1, "--fingerprint", told(ended))


@test
def test_a_kit_of_a_distrusted_card_is_refused_and_what_it_gave_goes(directory):
    keys, authority = parties(directory)
    path = written(directory / "a.kit", kit(authority, [("round.json", rounds())]))
    expect(take(keys, path), 0)
    expect(sigill("distrust", own(authority), "-k", keys), 0, out_has="The kit that was taken in from it is removed")
    assert not (keys / "kit").exists()
    refuses_kit(keys, path, "fingerprint is lacking")


@test
def test_a_kit_with_the_next_card_of_a_trusted_series_is_taken(directory):
    keys, authority = parties(directory)
    first = written(directory / "first.card", own(authority).read_bytes())
    expect(msb("card", "-k", authority, "--renew"), 0)
    path = written(directory / "a.kit", kit(authority, [("round.json", rounds())]))
    expect(take(keys, path), 0)
    assert [file.read_bytes() for file in (keys / "trusted").iterdir()] == [own(authority).read_bytes()]
    older = written(directory / "b.kit", kit(authority, [("round.json", rounds())], number=2, front=first))
    refuses_kit(keys, older, "number 1 in its series")


@test
def test_an_organisations_card_gives_no_kit(directory):
    keys, other = make_party(directory / "keys"), make_party(directory / "other", "--name", "Exempelby kommun", "--number",
                                                            "212999-0012", "--group", "kommun")
    path = written(directory / "a.kit", kit(other, [("round.json", rounds())]))
    refuses_kit(keys, path, "only an authority gives kits", 1, "--fingerprint", told(own(other)))


@test
def test_an_older_kit_is_refused_and_another_of_the_same_number(directory):
    keys, authority = parties(directory)
    for number in (5, 4):
        written(directory / f"{number}.kit", kit(authority, [("round.json", rounds())], number=number))
    other = written(directory / "other.kit", kit(authority, [("round.json", rounds(closes=BEFORE))], number=5))
    expect(take(keys, directory / "5.kit"), 0)
    refuses_kit(keys, directory / "4.kit", "number 5 was taken in already")
    refuses_kit(keys, other, "which is another one")
    assert held(keys)["number"] == 5


# ---- by stock tools ----

@test
def test_S11_stock_tools_open_list_and_verify_a_kit(directory):
    register, authority = authority_with_register(directory)
    declared(register, authority)
    made(register, authority, directory / "a.kit", "--recommendations", "editions/recommendations-2021.json")
    def stock(*words):
        return subprocess.run(words, cwd=directory, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout.decode()
    assert stock("tar", "-tf", "a.kit").split() == ["authority.card", "kit.tar.gz", "kit.json", "kit.json.minisig"]
    assert [name for name, _ in unpacked(directory / "a.kit")] == ["authority.card", "kit.tar.gz", "kit.json", "kit.json.minisig"]
    stock("tar", "-xf", "a.kit")
    public = json.loads(stock("tar", "-xOf", "authority.card", "card.json"))["sign"]
    assert "sigill-kit/1 1" in stock("minisign", "-V", "-P", public, "-m", "kit.json")
    document = json.loads((directory / "kit.json").read_text())
    assert stock("b2sum", "-l", "256", "kit.tar.gz").split()[0] == document["payload"]["blake2b"]
    stock("gzip", "-t", "kit.tar.gz")
    names = [file["path"] for file in document["files"]]
    members = unpacked(directory / "kit.tar.gz")
    assert stock("tar", "-tzf", "kit.tar.gz").split() == names == [name for name, _ in members]
    for file, (_, content) in zip(document["files"], members):
        assert digest(content) == file["blake2b"] and len(content) == file["size"]


run()
