"""Kits (docs/format.md, "Kit"): made by `sigill-msb kit`, taken in by `sigill trust`; who is believed and who is not; what a kit
that was changed, is older, or holds something hostile does; and that its edition, days and words are read afterwards."""
import copy
import datetime
import hashlib
import json
import shutil
import subprocess
import time
from pathlib import Path

from bundlekit import minisign
from containerkit import unpacked
from documentkit import archive, gzip
from parties import PAST, forge, make_authority, make_party, make_register, own, refuses, told
from seal_parties import TYPICAL, answers, seal
from sigill_test import DATA, TIMEOUT, command_line, environment, expect, msb, refused, run, sigill, skip_unless, strace, test, tree, unchanged
from tracekit import CONFINED

SMALL = json.loads((DATA / "small-edition.json").read_text(encoding="utf-8"))
FULL = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))
ID = FULL["model"]["id"]
TODAY = datetime.date.today()
LATER, BEFORE = str(TODAY + datetime.timedelta(days=30)), str(TODAY - datetime.timedelta(days=3))


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


# ---- a second writer ----

def rounds(closes=LATER, edition=ID, name="2026", opens="2026-01-01"):
    return canonical({"format": "sigill-round/1", "rounds": [{"id": name, "edition": edition, "opens": opens, "closes": closes}]})


def kit(keys, members, number=1, front=None, comment=None, payload=None, **changes):
    """A kit by that key directory: what follows from the members, but for what is changed."""
    card = (front or own(keys)).read_bytes()
    files = [{"path": name, "size": len(content), "blake2b": digest(content)} for name, content in members]
    payload = gzip(archive(members)) if payload is None else payload
    document = {"format": "sigill-kit/1", "card": digest(inner(card, 0)), "number": number, "date": str(TODAY), "files": files,
                "payload": {"size": len(payload), "blake2b": digest(payload)}, **changes}
    text = canonical(document)
    signature = minisign((keys / "sign.key").resolve(), text, comment or f"sigill-kit/1 {number}")
    return archive([("authority.card", card), ("kit.tar.gz", payload), ("kit.json", text), ("kit.json.minisig", signature)])


def inner(frame, place):
    """The content of a member of a frame."""
    at = 0
    for _ in range(place + 1):
        size = int(frame[at + 124:at + 135], 8)
        content, at = frame[at + 512:at + 512 + size], at + 512 + size + -size % 512
    return content


def written(path, data):
    path.write_bytes(data)
    return path


def parties(directory):
    """-> an organisation's keys that trust an authority's, and those."""
    keys, authority = make_party(directory / "keys"), make_authority(directory / "msb", "MSB")
    expect(sigill("trust", "-k", keys, own(authority), "--fingerprint", told(own(authority))), 0)
    return keys, authority


def take(keys, path, *more, **options):
    return sigill("trust", path, "-k", keys, *more, **options)


def held(keys):
    path = keys / "kit" / "kit.json"
    return json.loads(path.read_text()) if path.exists() else None


def refuses_kit(keys, path, words, status=1, *more):
    """Refused in these words, and nothing in the key directory changed."""
    return refuses(keys, status, words, "sigill", "trust", path, "-k", keys, "--yes", *more)


# ---- by the programs ----

def declared(register, keys, closes=LATER, name="2026"):
    expect(msb("round", name, "--edition", ID, "--opens", "2026-01-01", "--closes", closes, "-r", register, "-k", keys), 0)


def made(register, keys, path, *more):
    return json.loads(expect(msb("kit", "-r", register, "-k", keys, "-o", path, "--json", *more), 0).out)


def authority_with_register(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    return register, keys


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
    assert "MSB, kit number 1" in shown and LATER in shown and "target-foreskrift.json" in shown, shown
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


# ---- what is changed or hostile ----

@test
def test_S1_no_changed_byte_of_a_kit_is_taken(directory):
    keys, authority = parties(directory)
    good = kit(authority, [("round.json", rounds())])
    places = {place for place in range(0, len(good), 211)}
    at = 0
    for _ in range(4):  # each part's header, beginning and end
        size = int(good[at + 124:at + 135], 8)
        places |= {at, at + 125, at + 150, at + 400, at + 512, at + 512 + size // 2, at + 512 + size - 1}
        at += 512 + size + -size % 512
    path = directory / "changed.kit"
    before = tree(keys)
    for place in sorted(places):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0x10]) + good[place + 1:])
        result = take(keys, path, "--yes")
        assert result.status == 1 and result.err, f"{place}: {result}"
    for length in (0, 1, 511, 600, len(good) - 1, len(good) - 1024):
        path.write_bytes(good[:length])
        assert take(keys, path, "--yes").status == 1, length
    path.write_bytes(good + b"\0")
    assert take(keys, path, "--yes").status == 1
    unchanged(keys, before)


HOSTILE = {
    "a bomb": (lambda: {"payload": gzip(archive([("round.json", bytes(50 << 20))]))}, "kit.tar.gz is not what was signed"),
    "a byte behind the last member": (lambda: {"payload": gzip(archive([("round.json", rounds())])) + b"\0"},
                                      "kit.tar.gz is not what was signed"),
    "another member": (lambda: {"payload": gzip(archive([("round.json", rounds()), ("more.json", b"{}")]))},
                       "kit.tar.gz is not what was signed"),
    "another name in the archive": (lambda: {"payload": gzip(archive([("../round.json", rounds())]))},
                                    "kit.tar.gz is not what was signed"),
    "a gzip with a name": (lambda: {"payload": b"\x1f\x8b\x08\x08\0\0\0\0\2\3x\0" + gzip(archive([("round.json", rounds())]))[10:]},
                           "kit.tar.gz is not what was signed"),
    "no gzip": (lambda: {"payload": archive([("round.json", rounds())])}, "kit.tar.gz is not what was signed"),
    "a name with a slash": (lambda: {"members": [("edition-a/b.json", b"{}")]}, "kit.json is not as a kit has it"),
    "a name that is not known": (lambda: {"members": [("svar.json", b"{}")]}, "what this version of the program does not know"),
    "names out of order": (lambda: {"members": [("round.json", rounds()), ("edition-a.json", b"{}")]}, "kit.json is not as a kit has it"),
    "bad JSON": (lambda: {"members": [("round.json", b'{"format":')]}, "round.json: not whole"),
    "a round of no edition": (lambda: {"members": [("round.json", rounds(edition="okand"))]}, "round.json: has what this version"),
    "a newer kit.json": (lambda: {"format": "sigill-kit/2"}, "what this version of the program does not know"),
    "a member more in kit.json": (lambda: {"more": 1}, "kit.json is not as a kit has it"),
    "another card's fingerprint": (lambda: {"card": "00" * 32}, "another card than the one beside it"),
    "a comment of another number": (lambda: {"comment": "sigill-kit/1 2"}, "signature"),
    "number 0": (lambda: {"number": 0}, "kit.json is not as a kit has it"),
}


@test
def test_S8_S13_a_hostile_kit_of_a_trusted_key_is_refused(directory):
    keys, authority = parties(directory)
    before = tree(keys)
    for name, (make, words) in HOSTILE.items():
        parts = make()
        members = parts.pop("members", [("round.json", rounds())])
        path = written(directory / "hostile.kit", kit(authority, members, **parts))
        begun = time.monotonic()
        result = take(keys, path, "--yes")
        assert result.status == 1 and words in " ".join(result.err.split()), f"{name}\n{result}"
        assert time.monotonic() - begun < 30, name
        unchanged(keys, before)


@test
def test_a_kit_with_a_kind_of_question_that_is_not_known_says_so(directory):
    keys, authority = parties(directory)
    newer = copy.deepcopy(SMALL)
    newer["model"]["questions"][0]["kind"] = "tidslinje"
    name = newer["model"]["id"]
    path = written(directory / "a.kit", kit(authority, [(f"edition-{name}.json", canonical(newer)), ("round.json", rounds(edition=name))]))
    refuses_kit(keys, path, "such as a new kind of question; get a newer one, and take the kit then")


# ---- what a kit is good for ----

@test
def test_a_new_questionnaire_needs_no_new_program_and_no_option(directory):
    keys, authority = parties(directory)
    name = SMALL["model"]["id"]
    path = written(directory / "a.kit", kit(authority, [(f"edition-{name}.json", canonical(SMALL)), ("round.json", rounds(edition=name))]))
    expect(take(keys, path), 0)
    form = directory / "form.json"
    expect(sigill("template", "-k", keys, "-o", form), 0)
    assert json.loads(form.read_text())["edition"] == name
    out = expect(sigill("questions", "-k", keys), 0).out
    assert SMALL["wording"]["questions"][0]["topic"] in out, out
    for words in (["check", form, "--json"], ["score", form, "--json"], ["convert", form, "-o", directory / "form.xlsx"]):
        assert name in str(sigill(*words).err), words
        assert "not known here" not in sigill(*words, "-k", keys, env={"X": "1"}).err, words
        (directory / "form.xlsx").unlink(missing_ok=True)
        assert "not known here" not in sigill(*words, env={"SIGILL_KEYS": str(keys)}).err, words
        (directory / "form.xlsx").unlink(missing_ok=True)


@test
def test_a_corrected_word_wins_over_the_built_in_one(directory):
    keys, authority = parties(directory)
    corrected = copy.deepcopy(FULL)
    corrected["wording"]["questions"][0]["topic"] = "Rättat ämne"
    path = written(directory / "a.kit", kit(authority, [(f"edition-{ID}.json", canonical(corrected)), ("round.json", rounds())]))
    assert "Rättat ämne" not in expect(sigill("questions", "-k", keys), 0).out
    expect(take(keys, path), 0)
    assert "Rättat ämne" in expect(sigill("questions", "-k", keys), 0).out
    assert "Rättat ämne" not in expect(sigill("questions"), 0).out
    same = [json.loads(expect(sigill("score", TYPICAL, "--json", *words), 0).out) for words in ([], ["-k", keys])]
    assert same[0]["level"] == same[1]["level"] and same[0]["points"] == same[1]["points"]
    changed = keys / "kit" / f"edition-{ID}.json"
    changed.write_bytes(changed.read_bytes().replace("Rättat ämne".encode(), "Ändrat ämne".encode()))
    refused(sigill("questions", "-k", keys), 1, "not what the kit's signature promises")


@test
def test_another_model_under_a_built_in_id_is_refused(directory):
    """By who would sign it, and by who would take it."""
    keys, authority = parties(directory)
    worth_more = copy.deepcopy(FULL)
    worth_more["model"]["levels"][0]["min_points_each"] = 0
    path = written(directory / "a.kit", kit(authority, [(f"edition-{ID}.json", canonical(worth_more)), ("round.json", rounds())]))
    refuses_kit(keys, path, "get a newer one, and take the kit then")
    (directory / "making").mkdir()
    register, making = authority_with_register(directory / "making")
    declared(register, making)
    file = written(directory / "other.json", canonical(worth_more))
    refuses(directory, 1, "is known with another model", "sigill-msb", "kit", "-r", register, "-k", making, "-o", directory / "b.kit",
            "--edition", file)


@test
def test_feedback_does_not_go_into_a_kit(directory):
    """It holds published benchmarks, and is one organisation's."""
    register, authority = authority_with_register(directory)
    declared(register, authority)
    published = json.loads((DATA / "benchmarks.json").read_text(encoding="utf-8"))
    file = written(directory / "aterkoppling.json", canonical({"format": "sigill-feedback/1", "edition": ID, "published": published}))
    refuses(directory, 1, "sigill-benchmarks/1", "sigill-msb", "kit", "-r", register, "-k", authority, "-o", directory / "a.kit",
            "--benchmarks", file)


@test
def test_a_kit_of_an_authority_that_is_not_trusted_any_more_is_none(directory):
    """Though something kept it from being removed; and it goes before the card does."""
    keys, authority = parties(directory)
    corrected = copy.deepcopy(FULL)
    corrected["wording"]["questions"][0]["topic"] = "Rättat ämne"
    path = written(directory / "a.kit", kit(authority, [(f"edition-{ID}.json", canonical(corrected)), ("round.json", rounds())]))
    expect(take(keys, path), 0)
    assert "Rättat ämne" in expect(sigill("questions", "-k", keys), 0).out
    card = next((keys / "trusted").iterdir())
    card.rename(directory / "aside.card")
    assert "Rättat ämne" not in expect(sigill("questions", "-k", keys), 0).out
    (directory / "aside.card").rename(card)
    member = keys / "kit" / "round.json"
    member.write_bytes(member.read_bytes() + b" ")
    expect(sigill("distrust", "-k", keys, told(own(authority))), 0, out_has="removed")
    assert held(keys) is None and not list((keys / "trusted").iterdir())


@test
def test_last_time_s_answers_go_over_to_the_kit_s_edition(directory):
    """Without --edition, where that edition goes on from theirs; where it does not, the form stays theirs, and says so."""
    keys, authority = parties(directory)
    follows = json.loads((DATA / "fortsattning-2023.json").read_text(encoding="utf-8"))
    name = follows["model"]["id"]
    first = written(directory / "1.kit", kit(authority, [(f"edition-{name}.json", canonical(follows)), ("round.json", rounds(edition=name))]))
    expect(take(keys, first), 0)
    form = directory / "form.json"
    said = " ".join(expect(sigill("template", "--from", TYPICAL, "-k", keys, "-o", form), 0).err.split())
    assert f"could be taken over to {name}" in said and json.loads(form.read_text())["edition"] == name, said
    form.unlink()
    del follows["follows"]
    second = written(directory / "2.kit", kit(authority, [(f"edition-{name}.json", canonical(follows)), ("round.json", rounds(edition=name))],
                                              number=2))
    expect(take(keys, second, "--yes"), 0)
    said = " ".join(expect(sigill("template", "--from", TYPICAL, "-k", keys, "-o", form), 0).err.split())
    assert f"is about {name}, which does not go on from {ID}" in said and json.loads(form.read_text())["edition"] == ID, said


@test
def test_seal_says_the_closing_day_and_warns_after_it(directory):
    keys, authority = parties(directory)
    file = answers(directory)
    first = written(directory / "1.kit", kit(authority, [("round.json", rounds(closes=LATER))]))
    second = written(directory / "2.kit", kit(authority, [("round.json", rounds(closes=BEFORE))], number=2))
    assert "Last day" not in expect(seal(keys, file, "-o", directory / "a.sigill"), 0).err
    expect(take(keys, first), 0)
    said = expect(seal(keys, file, "-o", directory / "b.sigill"), 0).err
    assert f"Last day       {LATER}" in said and "as soon as you can" not in said, said
    refused_answer = sigill("trust", second, "-k", keys)  # nobody is there to be asked
    assert refused_answer.status == 2 and "--yes" in refused_answer.err and held(keys)["number"] == 1, refused_answer
    asked = " ".join(expect(take(keys, second, "--yes"), 0).err.split())
    assert f"until now: round 2026 of {ID}: 2026-01-01 to {LATER}" in asked and f"from now on: round 2026 of {ID}: 2026-01-01 to {BEFORE}" in asked, asked
    assert "changed: round.json" in asked, asked
    late = expect(seal(keys, file, "-o", directory / "c.sigill"), 0).err
    assert "which has passed" in late and f"the last day of the round 2026 was {BEFORE}" in " ".join(late.split()), late
    assert (directory / "c.sigill").exists()


@test
def test_a_kit_given_elsewhere_is_called_one(directory):
    keys, authority = parties(directory)
    path = written(directory / "a.kit", kit(authority, [("round.json", rounds())]))
    for words in (["check", path], ["fingerprint", path], ["open", path, "-k", keys, "-o", directory / "new"]):
        assert "is an authority's kit" in " ".join(sigill(*words).err.split()), words


# ---- kept whole ----

@test
def test_R1_trust_killed_at_any_call_leaves_the_old_kit_or_the_new(directory):
    keys, authority = parties(directory)
    members = [(f"edition-{ID}.json", canonical(FULL)), ("round.json", rounds())]
    expect(take(keys, written(directory / "1.kit", kit(authority, members))), 0)
    path = written(directory / "2.kit", kit(authority, [("round.json", rounds(closes=BEFORE))], number=2))
    log = directory / "calls"
    calls = "openat,mkdir,write,fsync,rename,renameat2,unlinkat,close"
    traced(["-o", log, "-e", f"trace={calls}"], copied(keys, directory / "try"), path)
    count = {}
    moments = []
    for line in log.read_text(errors="replace").splitlines():
        call = line.split("(")[0].split()[-1]
        if call in calls.split(","):
            count[call] = count.get(call, 0) + 1
            moments.append((call, count[call]))
    begin = next(i for i, (call, _) in enumerate(moments) if call == "mkdir")
    seen = set()
    for call, number in moments[begin::2]:
        place = copied(keys, directory / "try")
        traced(["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"], place, path)
        number_now = json.loads(expect(sigill("questions", "-k", place), 0) and (current(place) / "kit.json").read_text())["number"]
        seen.add(number_now)
        assert number_now in (1, 2)
        expect(take(place, path, "--yes"), 0)
        assert held(place)["number"] == 2 and not (place / "kit.next").exists()
    assert seen == {1, 2}, seen


def current(keys):
    return keys / "kit.next" if (keys / "kit.next").exists() else keys / "kit"


def copied(keys, to):
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(keys, to))


def traced(options, keys, path):
    subprocess.run([*strace(), "-qq", *options, *command_line("sigill", ["trust", path, "-k", keys, "--yes"], "en")],
                   env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIMEOUT)


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
