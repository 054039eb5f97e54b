"""sigill seal: what it makes, what it shows and asks, and every mistake of the one who seals."""
import hashlib
import json
import os
import re
import subprocess
import tarfile
import time
from pathlib import Path

from parties import PAST, forge, hexadecimal, make_authority, make_keys, make_party, mode, own, refuses, told, trust
from seal_parties import answers, parties, seal, sealed
from sigill_test import DATA, expect, flat, run, sigill, terminal, test, tree, unchanged


# ---- reading ----

def journal(keys):
    return json.loads((keys / "sealed.json").read_text())["sealed"]


def blake2b(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def short(data):
    """Four groups (docs/format.md, "Fingerprint")."""
    digest = hashlib.blake2b(data, digest_size=32).digest()
    return "-".join(f"{int.from_bytes(digest[i:i + 3], 'big') % 100000:05}" for i in range(0, 12, 3))


def stock(*command, cwd=None):
    return subprocess.run([str(word) for word in command], cwd=cwd, check=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout


# ---- what is made ----

@test
def test_S11_stock_tools_open_list_and_verify_a_bundle(directory):
    keys, authority = parties(directory)
    report, empty = directory / "rapport å.txt", directory / "tom.txt"
    report.write_bytes(os.urandom(200000))
    empty.touch()
    told_of = sealed(keys, answers(directory), "--attach", report, "--attach", empty, "-o", directory / "out.sigill")
    frame, inside = directory / "frame.tar", directory / "inside"
    stock("age", "-d", "-i", authority / "receive.key", "-o", frame, directory / "out.sigill")
    lines = stock("tar", "-tvf", frame).decode().splitlines()
    assert [line.split()[-1] for line in lines] == ["payload.tar.gz", "manifest.json", "manifest.json.minisig"], lines
    assert all(line.startswith("-rw------- 0/0 ") and "1970-01-01" in line for line in lines), lines
    inside.mkdir()
    stock("tar", "-xf", frame, cwd=inside)
    assert f"Trusted comment: sigill-bundle/1 submission {told_of['id']}\n" in stock(
        "minisign", "-V", "-m", "manifest.json", "-p", keys / "sign.pub", cwd=inside).decode()
    stock("tar", "-xzf", "payload.tar.gz", cwd=inside)
    assert "Trusted comment: sigill-answers/1 212999-0004\n" in stock(
        "minisign", "-V", "-m", "answers.json", "-p", keys / "sign.pub", cwd=inside).decode()
    assert (inside / "attachments/001").read_bytes() == report.read_bytes()
    assert (inside / "attachments/002").read_bytes() == b""
    stock("gzip", "-t", "payload.tar.gz", cwd=inside)
    manifest = json.loads((inside / "manifest.json").read_text())
    assert [entry["name"] for entry in manifest["files"]] == [
        "answers.json", "answers.json.minisig", "rapport å.txt", "tom.txt"]
    for entry in manifest["files"]:
        content = (inside / entry["path"]).read_bytes()
        assert (entry["size"], entry["blake2b"]) == (len(content), blake2b(content))
    payload = (inside / "payload.tar.gz").read_bytes()
    assert manifest["payload"] == {"size": len(payload), "blake2b": blake2b(payload)}
    assert manifest["recipients"] == [hexadecimal(own(authority))]
    assert manifest["sender"]["card"] == hexadecimal(own(keys))


@test
def test_notes_are_stripped_and_the_rest_is_canonical(directory):
    keys, authority = parties(directory)
    path = answers(directory)
    document = json.loads(path.read_text())
    document["answers"]["1"]["note"] = "HEMLIG ANTECKNING"
    path.write_text(json.dumps(document, indent=4, ensure_ascii=False))
    sealed(keys, path, "-o", directory / "out.sigill")
    frame = directory / "frame.tar"
    stock("age", "-d", "-i", authority / "receive.key", "-o", frame, directory / "out.sigill")
    with tarfile.open(frame) as outer, tarfile.open(fileobj=outer.extractfile("payload.tar.gz")) as inner:
        text = inner.extractfile("answers.json").read()
    assert b"ANTECKNING" not in text
    assert text.decode() == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@test
def test_bundles_without_attachments_have_one_size(directory):
    keys, _ = parties(directory)
    sizes = {sealed(keys, answers(directory, **change), "-o", directory)["size"]
             for change in ({}, {"answers": {}}, {"obstacles": "Tid. " * 1000})}
    assert len(sizes) == 1, sizes


@test
def test_the_result_is_a_contract(directory):
    keys, authority = parties(directory)
    result = sealed(keys, answers(directory), "-o", directory / "out.sigill")
    content = (directory / "out.sigill").read_bytes()
    assert list(result) == ["file", "id", "sealed", "short", "size", "supersedes"]
    assert re.fullmatch("[0-9a-f]{32}", result["id"])
    assert result == {"file": str(directory / "out.sigill"), "id": result["id"], "sealed": blake2b(content),
                      "short": short(content), "size": len(content), "supersedes": []}
    entry = journal(keys)[0]
    assert entry == {"id": result["id"], "sealed": result["sealed"], "created": entry["created"],
                     "edition": "infosakkollen-2021", "from": "2019-10-01", "to": "2021-09-30",
                     "recipient": hexadecimal(own(authority)),
                     "authority": (authority / "sign.pub").read_text().split("\n")[1], "supersedes": None}
    assert mode(directory / "out.sigill") == 0o644 and mode(keys / "sealed.json") == 0o600


@test
def test_the_text_names_file_id_digest_size_and_what_to_do(directory):
    keys, _ = parties(directory)
    out = directory / "out.sigill"
    result = expect(seal(keys, answers(directory), "-o", out), 0)
    content = out.read_bytes()
    for part in (str(out), journal(keys)[0]["id"], short(content), f"{len(content)} bytes", "transfer slip", "receipt"):
        assert part in result.out, result


@test
def test_the_summary_is_shown_before(directory):
    keys, authority = parties(directory)
    report = directory / "rapport.pdf"
    report.write_bytes(b"x" * 1234)
    path = answers(directory)
    document = json.loads(path.read_text())
    del document["answers"]["7"]
    document["answers"]["12"] = {}
    path.write_text(json.dumps(document))
    result = expect(seal(keys, path, "--attach", report, "-o", directory), 0)
    for part in ("Ankeborgs kommun, 212999-0004 (kommun)", "infosakkollen-2021, period 2019-10-01 to 2021-09-30",
                 "level 0, 45 of 200 points", "7, 12", "Ada Exempelsson, Kommundirektör, 2021-09-01, KS 2021-17",
                 "rapport.pdf, 1234 bytes", "MSB (fingerprint begins " + told(own(authority))[:23],
                 "no earlier bundle", "does not lower the class", "Begränsat hemlig"):
        assert part in result.err, f"{part}\n{result}"


@test
def test_few_answers_are_asked_about_in_other_words(directory):
    keys, _ = parties(directory)
    whole = json.loads(answers(directory).read_text())["answers"]
    for kept, words, missing in [(0, "None of the 40 questions is answered. Seal an empty questionnaire to MSB?", "1, 2, "),
                                 (19, "Only 19 of 40 questions are answered. Seal this to MSB all the same?", "20, 21, "),
                                 (39, "Seal this to MSB?", "40\n")]:
        path = answers(directory, answers={key: whole[key] for key in whole if int(key) <= kept})
        shown = terminal("sigill", "seal", path, "-k", keys, "-o", directory / "out.sigill", talk=[(words, "no\n")])
        expect(shown, 1, out="", err_has=[f"Filled in      {kept} of 40 questions (section 1: ",
                                          f"Unanswered question{'s' if kept < 39 else ''}: {missing}",
                                          "Marking        begränsat hemlig\n",
                                          "Warning        period.to: 2021-09-30 is more than two years back"])


@test
def test_swedish_is_the_language_unless_asked(directory):
    keys, _ = parties(directory)
    result = expect(seal(keys, answers(directory), "-o", directory, lang="sv"), 0)
    assert "Begränsat hemlig" in result.err, result


# ---- where to ----

@test
def test_the_name_is_a_day_and_digits_in_the_current_directory(directory):
    keys, _ = parties(directory)
    here = directory / "here"
    here.mkdir()
    result = sealed(keys, answers(directory), cwd=here)
    digits, day = int(result["id"][:16], 16) % 10**8, result["file"][:10]
    assert day in (time.strftime("%Y-%m-%d", time.gmtime(now)) for now in (time.time(), time.time() - 60))
    assert [path.name for path in here.iterdir()] == [f"{day}-{digits:08}.sigill"] == [result["file"]]


@test
def test_output_may_be_a_directory(directory):
    keys, _ = parties(directory)
    medium = directory / "medium"
    medium.mkdir()
    result = sealed(keys, answers(directory), "-o", medium)
    assert [str(path) for path in medium.iterdir()] == [result["file"]]


@test
def test_what_exists_is_left_unless_forced(directory):
    keys, _ = parties(directory)
    path, out = answers(directory), directory / "out.sigill"
    out.write_text("something else")
    refuses(directory, 3, "exists already", "sigill", "seal", path, "-k", keys, "--yes", "-o", out)
    sealed(keys, path, "-o", out, "--force")
    assert out.read_bytes().startswith(b"age-encryption.org/v1\n")


@test
def test_a_directory_that_is_not_there_is_told_before_the_passphrase(directory):
    keys, _ = parties(directory)
    refuses(directory, 3, "no file can be written", "sigill", "seal", answers(directory), "-k", keys, "--yes", "-o",
            directory / "none" / "out.sigill")


# ---- what it supersedes ----

@test
def test_the_journal_fills_supersedes_and_says_so(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    first = sealed(keys, path, "-o", directory)
    result = expect(seal(keys, path, "-o", directory, "--json"), 0)
    assert f"the bundle {first['id']}, sealed {journal(keys)[0]['created'][:16].replace('T', ' ')} UTC" in flat(result.err), result
    second = json.loads(result.out)
    assert (first["supersedes"], second["supersedes"]) == ([], [first["id"]])
    assert sealed(keys, path, "-o", directory)["supersedes"] == [second["id"], first["id"]]
    assert [entry["supersedes"] for entry in journal(keys)] == [None] * 3


@test
def test_another_period_supersedes_nothing(directory):
    keys, _ = parties(directory)
    sealed(keys, answers(directory), "-o", directory)
    other = answers(directory, period={"from": "2021-10-01", "to": "2023-09-30"})
    assert sealed(keys, other, "-o", directory)["supersedes"] == []


@test
def test_supersedes_can_be_given(directory):
    keys, _ = parties(directory)
    path, identity = answers(directory), "0123456789abcdef" * 2
    result = expect(seal(keys, path, "-o", directory, "--json", "--supersedes", identity), 0)
    assert f"the bundle {identity}, which is not in the journal here" in flat(result.err), result
    given = json.loads(result.out)
    assert given["supersedes"] == [identity]
    assert sealed(keys, path, "-o", directory, "--supersedes", "none")["supersedes"] == []
    third = [entry["id"] for entry in journal(keys)][::-1]
    assert sealed(keys, path, "-o", directory, "--supersedes", given["id"])["supersedes"] == [given["id"], third[0], identity]
    for wrong in ("", "12", identity.upper(), identity + "0", "NONE"):
        refuses(directory, 2, "--supersedes", "sigill", "seal", path, "-k", keys, "--yes", "--supersedes", wrong)


# ---- asking ----

@test
def test_yes_on_the_terminal_seals(directory):
    keys, _ = parties(directory)
    result = terminal("sigill", "seal", answers(directory), "-k", keys, "-o", directory / "out.sigill", "--json",
                      talk=[("Seal this to MSB?", "yes\n")])
    expect(result, 0, err_has=["This will be sealed"])
    assert json.loads(result.out)["file"] == str(directory / "out.sigill")


@test
def test_no_on_the_terminal_changes_nothing(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    before = tree(directory)
    for word in ("no", "", "maybe"):
        result = terminal("sigill", "seal", path, "-k", keys, "-o", directory / "out.sigill",
                          talk=[("Seal this to MSB?", word + "\n")])
        expect(result, 1, out="", err_has=["not confirmed"])
    unchanged(directory, before)


@test
def test_without_a_terminal_yes_must_be_given(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    before = tree(directory)
    expect(sigill("seal", path, "-k", keys, "-o", directory / "out.sigill"), 2, out="", err_has=["--yes"])
    unchanged(directory, before)


# ---- attachments ----

@test
def test_no_form_with_notes_is_attached_whatever_it_is_called(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    noted = json.loads(path.read_text())
    noted["answers"]["1"]["note"] = "sade Åsa på kansliet"
    (directory / "noted.json").write_text(json.dumps(noted, ensure_ascii=False))
    for name in ("svar.xlsx", "svar.html"):
        expect(sigill("convert", directory / "noted.json", "-o", directory / name), 0)
    half = (directory / "noted.json").read_text()[:-1]
    for name, content in {"bilaga.pdf": (directory / "svar.xlsx").read_bytes(), "sida.txt": (directory / "svar.html").read_bytes(),
                          "protokoll": (directory / "noted.json").read_bytes(), "halv.txt": half.encode()}.items():
        (directory / name).write_bytes(content)
        refused = seal(keys, path, "--attach", directory / name, "-o", directory / "out.sigill")
        expect(refused, 1, out="", err_has=[name, "notes", "attach another file"])
        assert not (directory / "out.sigill").exists()
    expect(sigill("gap", path, "-o", directory / "plan.xlsx"), 0)
    (directory / "edition.json").write_bytes((DATA / "small-edition.json").read_bytes())
    (directory / "a.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    others = [word for name in ("plan.xlsx", "edition.json", "a.zip") for word in ("--attach", directory / name)]
    made = Path(sealed(keys, path, *others, "-o", directory / "out.sigill")["file"])
    assert made.exists()


@test
def test_attachments_are_judged_before_any_work(directory):
    keys, _ = parties(directory)
    path, here = answers(directory), directory / "a"
    here.mkdir()
    good, link, fifo = here / "a.pdf", here / "b.pdf", here / "fifo"
    good.write_text("x")
    link.symlink_to("a.pdf")
    os.mkfifo(fifo)
    hard = here / "hard.pdf"
    hard.hardlink_to(good)
    strange, latin = here / "a\x1b[2Jb", os.fsencode(here) + b"/\xe5.txt"
    strange.write_text("x")
    Path(os.fsdecode(latin)).write_text("x")
    backslash = here / "a\\b.txt"
    backslash.write_text("x")
    long = here / ("a" * 201)
    long.write_text("x")
    (here / "other").mkdir()
    same = here / "other/a.pdf"
    same.write_text("y")
    huge = here / "huge.bin"
    with open(huge, "wb") as file:
        file.truncate((1 << 30) + 1)
    cases = [
        (2, "attached already", [good, good]),
        *((1, "holds a secret key", [good, keys / name]) for name in ("sign.key", "receive.key")),
        (2, "attached already", [good, link]),
        (2, "attached already", [good, hard]),
        (1, "the same name", [good, same]),
        (2, "name is empty", [""]),
        (3, "is a directory; name a file in it", [here]),
        (3, "not a regular file", [fifo]),
        (3, "cannot be opened", [here / "none"]),
        (1, "rename the file", [strange]),
        (1, "rename the file", [os.fsdecode(latin)]),
        (1, "rename the file", [backslash]),
        (1, "rename the file", [long]),
        (1, "1 GiB", [huge]),
        (1, "too many", [good] * 201),
    ]
    before = {name: about for name, about in tree(directory / "keys").items()}
    for status, words, attached in cases:
        options = [word for one in attached for word in ("--attach", one)]
        result = seal(keys, path, "-o", directory / "out.sigill", *options)
        expect(result, status, out="", err_has=[words])
        assert "\x1b" not in result.err
        assert not (directory / "out.sigill").exists()
    unchanged(directory / "keys", before)
    assert not list(directory.glob(".sigill-*"))


@test
def test_two_hundred_attachments_are_sealed(directory):
    keys, authority = parties(directory)
    path, options = answers(directory), []
    for number in range(200):
        one = directory / f"{number}.txt"
        one.write_text(str(number))
        options += ["--attach", one]
    sealed(keys, path, "-o", directory / "out.sigill", *options)
    stock("age", "-d", "-i", authority / "receive.key", "-o", directory / "frame.tar", directory / "out.sigill")
    with tarfile.open(directory / "frame.tar") as outer, tarfile.open(
            fileobj=outer.extractfile("payload.tar.gz")) as inner:
        assert inner.getnames()[2:] == [f"attachments/{number:03}" for number in range(1, 201)]
        assert inner.extractfile("attachments/200").read() == b"199"


# ---- mistakes ----

def mistakes(directory, status, words, *args):
    """Nothing below the directory changes, and no progress or result is printed."""
    before = tree(directory)
    result = expect(sigill("seal", *args, "--yes", "-o", directory / "out.sigill"), status, out="", err_has=words)
    unchanged(directory, before)
    return result


@test
def test_answers_with_errors_are_not_sealed(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    document = json.loads(path.read_text())
    document["answers"]["3"] = {"yes": 5}
    document["answers"]["8"] = {"no": "no", "yes": ["a"], "assessment": "sure"}
    path.write_text(json.dumps(document))
    result = mistakes(directory, 1, ["have errors (2)", "sigill check"], path, "-k", keys)
    assert "3" in result.err and "8" in result.err


@test
def test_files_that_are_no_answers_are_refused(directory):
    keys, _ = parties(directory)
    broken = directory / "broken.json"
    broken.write_text('{"edition":')
    mistakes(directory, 1, ["broken.json"], broken, "-k", keys)
    mistakes(directory, 3, ["cannot be opened"], directory / "none.json", "-k", keys)
    mistakes(directory, 3, ["is a directory; name a file in it"], directory, "-k", keys)
    mistakes(directory, 1, ["no-such-edition"], answers(directory, edition="no-such-edition"), "-k", keys)
    mistakes(directory, 1, ["marking"], answers(directory, marking="hemlig"), "-k", keys)


@test
def test_usage_is_told(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    mistakes(directory, 2, ["--keys"], path)
    mistakes(directory, 2, ["--help"], "-k", keys)
    mistakes(directory, 2, ["--help"], path, path, "-k", keys)
    expect(sigill("seal", "--help"), 0, out_has=["--attach", "--supersedes", "--to", "--passphrase-file"])


@test
def test_keys_of_another_organisation_are_refused(directory):
    _, authority = parties(directory)
    other = make_party(directory / "other", "--name", "Exempelby", "--number", "212999-0012", "--group", "kommun")
    expect(trust(other, own(authority)), 0)
    mistakes(directory, 1, ["212999-0004", "Exempelby 212999-0012"], answers(directory), "-k", other)
    mistakes(directory, 1, ["212999-0004", "MSB"], answers(directory), "-k", authority)


@test
def test_keys_without_a_card_are_refused(directory):
    keys = make_keys(directory / "keys")
    path = answers(directory)
    mistakes(directory, 3, ["card"], path, "-k", keys)
    mistakes(directory, 3, ["no keys"], path, "-k", directory / "none")


@test
def test_an_expired_card_of_ones_own_is_refused(directory):
    keys, _ = parties(directory)
    forge(keys, directory / "old.card", valid=PAST)
    (directory / "old.card").replace(own(keys))
    mistakes(directory, 1, ["valid until 2021-12-31", "sigill card"], answers(directory), "-k", keys)


@test
def test_without_a_trusted_authority_nothing_is_sealed(directory):
    keys = make_party(directory / "keys")
    path = answers(directory)
    mistakes(directory, 1, ["no authority is trusted", "sigill trust"], path, "-k", keys)
    other = make_party(directory / "other", "--name", "Exempelby", "--number", "212999-0012", "--group", "kommun")
    expect(trust(keys, own(other)), 0)
    mistakes(directory, 1, ["no authority is trusted"], path, "-k", keys)


@test
def test_an_expired_card_of_the_authority_is_refused(directory):
    keys, authority = make_party(directory / "keys"), make_authority(directory / "msb", "MSB")
    forge(authority, directory / "old.card", valid=PAST)
    (keys / "trusted").mkdir(mode=0o700)
    (directory / "old.card").rename(keys / "trusted" / f"{hexadecimal(directory / 'old.card')}.card")
    mistakes(directory, 1, ["MSB", "valid until 2021-12-31", "sigill trust"], answers(directory), "-k", keys)


@test
def test_of_several_authorities_one_must_be_named(directory):
    keys, authority = parties(directory)
    second = make_authority(directory / "second", "Länsstyrelsen")
    expect(trust(keys, own(second)), 0)
    path = answers(directory)
    mistakes(directory, 2, ["--to", "MSB", "Länsstyrelsen"], path, "-k", keys)
    mistakes(directory, 2, ["--to Nobody"], path, "-k", keys, "--to", "Nobody")
    for word, chosen in (("MSB", authority), (told(own(second)), second), (hexadecimal(own(authority)), authority)):
        sealed(keys, path, "-o", directory, "--to", word)
        assert journal(keys)[-1]["recipient"] == hexadecimal(own(chosen))


@test
def test_the_newest_card_of_the_only_authority_is_taken(directory):
    keys, authority = parties(directory)
    forge(authority, directory / "next.card", series=2)
    expect(trust(keys, directory / "next.card"), 0)
    sealed(keys, answers(directory), "-o", directory)
    assert journal(keys)[-1]["recipient"] == hexadecimal(directory / "next.card")


@test
def test_names_and_groups_that_differ_are_told(directory):
    keys = make_party(directory / "keys", "--name", "Ankeborg", "--number", "212999-0004", "--group", "kommun")
    authority = make_authority(directory / "msb", "MSB")
    expect(trust(keys, own(authority)), 0)
    expect(seal(keys, answers(directory), "-o", directory), 0, err_has=["Ankeborgs kommun", "the card's name counts"])


@test
def test_S10_example_keys_are_refused(directory):
    keys, _ = parties(directory)
    example = Path("keys-example/msb/own.card")
    card = directory / "example.card"
    card.write_bytes(example.read_bytes())
    expect(trust(keys, card, "--allow-example-keys"), 0)
    path = answers(directory)
    mistakes(directory, 1, ["--allow-example-keys"], path, "-k", keys, "--to", hexadecimal(card))
    sealed(keys, path, "-o", directory, "--to", hexadecimal(card), "--allow-example-keys")


# ---- the journal ----

@test
def test_a_damaged_journal_stops_everything(directory):
    keys, _ = parties(directory)
    for text in ("", "{}", '{"format":"sigill-journal/1","sealed":[{}]}'):
        (keys / "sealed.json").write_text(text)
        mistakes(directory, 3, ["sealed.json", "damaged", "restore it from a copy"], answers(directory), "-k", keys)


@test
def test_no_answer_and_no_score_is_in_the_journal(directory):
    keys, _ = parties(directory)
    sealed(keys, answers(directory), "-o", directory)
    assert set(journal(keys)[0]) == {"id", "sealed", "created", "edition", "from", "to", "recipient", "authority",
                                     "supersedes"}


run()
