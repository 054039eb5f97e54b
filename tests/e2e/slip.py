"""sigill slip, and seal --slip: what stands on the paper, that a scanner reads its code, and what must not be overwritten.
What a browser makes of the page: pages_browser.py."""
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from browser import Browser
from parties import enrol, hexadecimal, mode, own, receive, told, trust
from seal_parties import answers, parties, seal, sealed
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged

EMPTY = "the keys that sealed it were not at hand"


def words(path):
    return " ".join(" ".join(ElementTree.fromstring(path.read_text()).find("body").itertext()).split())


def made(directory, *more):
    """-> keys, what `seal` says of the bundle, and the words of its slip."""
    keys, authority = parties(directory)
    bundle = sealed(keys, answers(directory), "-o", directory / "out.sigill", *more)
    return keys, authority, bundle


def slip(path, out, *words_, **options):
    return sigill("slip", path, "-o", out, *words_, **options)


# ---- what it says ----

@test
def test_slip_says_what_the_journal_and_the_cards_know(directory):
    keys, authority, bundle = made(directory)
    page = directory / "slip.html"
    expect(slip(bundle["file"], page, "-k", keys), 0, out="", err="")
    text = words(page)
    for part in ("Ankeborgs kommun", "212999-0004", told(own(keys)), "MSB", told(own(authority)), "out.sigill", bundle["id"],
                 bundle["short"], f"{bundle['size']} bytes", "Infosäkkollen 2021", "2019-10-01 to 2021-09-30",
                 "begränsat hemlig", "Courier", "Registrar", "Receiver", "If the seal is broken"):
        assert part in text, f"{part}\n{text}"
    assert EMPTY not in text
    day = json.loads((keys / "sealed.json").read_text())["sealed"][0]["created"][:10]
    assert f"Sealed on {day}" in text, text
    assert mode(page) == 0o600


@test
def test_slip_says_nothing_of_what_is_sealed(directory):
    keys, _, bundle = made(directory)
    expect(slip(bundle["file"], directory / "slip.html", "-k", keys), 0)
    text = words(directory / "slip.html")
    assert not re.search(r"level|points|score", text, re.I), text


@test
def test_slip_without_keys_has_empty_lines_and_says_why(directory):
    _, _, bundle = made(directory)
    expect(slip(bundle["file"], directory / "slip.html"), 0, out="", err_has="without -k DIR")
    text = words(directory / "slip.html")
    assert EMPTY in text and bundle["short"] in text and "out.sigill" in text
    for part in ("Ankeborgs kommun", "MSB", bundle["id"], "2021-09-30"):
        assert part not in text, f"{part}\n{text}"


@test
def test_a_bundle_of_other_keys_is_warned_of_and_has_empty_lines(directory):
    keys, _, bundle = made(directory)
    content = bytearray((directory / "out.sigill").read_bytes())
    content[-1] ^= 1
    (directory / "changed.sigill").write_bytes(content)
    expect(slip(directory / "changed.sigill", directory / "slip.html", "-k", keys), 0, err_has=("not in the journal", "changed"))
    text = words(directory / "slip.html")
    assert EMPTY in text and "Ankeborgs kommun" not in text and bundle["short"] not in text


@test
def test_slip_has_the_cards_of_the_day_of_sealing(directory):
    keys, authority, bundle = made(directory)
    before = told(own(authority))
    expect(msb("card", "-k", authority, "--renew", "--name", "Myndigheten"), 0)
    expect(sigill("trust", "-k", keys, own(authority), "--yes"), 0)
    expect(slip(bundle["file"], directory / "slip.html", "-k", keys), 0, err="")
    text = words(directory / "slip.html")
    assert before in text and told(own(authority)) not in text and "Myndigheten" in text, text


@test
def test_an_edition_that_is_not_at_hand_is_named_by_its_id(directory):
    keys, _ = parties(directory)
    edition = json.loads(open("editions/infosakkollen-2021.json", encoding="utf-8").read())
    edition["model"]["id"], edition["wording"]["title"] = "provet-2031", "Provet"
    (directory / "edition.json").write_text(json.dumps(edition, ensure_ascii=False))
    page = directory / "slip.html"
    other = ("--edition", directory / "edition.json")
    made = expect(seal(keys, answers(directory, edition="provet-2031"), *other, "-o", directory / "out", "--slip", page, "--json"), 0)
    assert "Content Provet, period" in words(page), words(page)
    for name, title in (((), "provet-2031"), (other, "Provet")):
        expect(slip(json.loads(made.out)["file"], page, "-k", keys, "--force", *name), 0)
        assert f"Content {title}, period" in words(page), words(page)


# ---- the code ----

@test
def test_a_scanner_reads_id_and_digest_from_paper(directory):
    keys, _, bundle = made(directory, "--slip", directory / "known.html")
    expect(slip(bundle["file"], directory / "unknown.html"), 0)
    with Browser() as browser:
        for name, code in (("known", bundle["id"]), ("unknown", "-")):
            browser.open(directory / f"{name}.html").pdf(directory / f"{name}.pdf")
            subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", directory / f"{name}.pdf", directory / name], check=True)
            read = subprocess.run(["zbarimg", "--quiet", "--nodbus", "--raw", directory / f"{name}.png"], check=True, stdout=subprocess.PIPE)
            assert read.stdout.decode().strip() == f"sigill-slip/1 {code} {bundle['sealed']}", read.stdout


@test
def test_the_receiver_is_shown_what_the_slip_has(directory):
    keys, authority, bundle = made(directory, "--slip", directory / "slip.html")
    register = directory / "register"
    expect(msb("init", "-r", register, "-k", authority), 0)
    expect(enrol(register, authority, own(keys)), 0)
    result = expect(receive(register, authority, bundle["file"]), 0,
                    out_has=(bundle["short"], "Compare each short digest with the transfer slip"))
    assert bundle["short"] in words(directory / "slip.html") and result.err == ""
    (directory / "empty").mkdir()
    assert "transfer slip" not in receive(register, authority, directory / "empty").out


# ---- with seal ----

@test
def test_seal_writes_the_same_slip(directory):
    keys, authority, bundle = made(directory, "--slip", directory / "one.html")
    expect(slip(bundle["file"], directory / "two.html", "-k", keys), 0)
    assert (directory / "one.html").read_text() == (directory / "two.html").read_text()
    result = expect(seal(keys, answers(directory), "-o", directory / "more", "--slip", directory / "three.html"), 0)
    assert "three.html" in result.out and "`sigill slip`" not in result.out, result


@test
def test_where_the_slip_cannot_be_nothing_is_sealed(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    (directory / "old.html").write_text("old")
    for name, status, said in (("old.html", 3, "old.html"), ("nowhere/x.html", 3, "no such directory"), ("out.sigill", 2, "a page to print"),
                               ("other.SIGILL", 2, "a page to print"), ("answers.json", 1, "is read by the same command")):
        before = tree(directory)
        more = ["--force"] if name == "answers.json" else []
        refused(seal(keys, path, "-o", directory / "out.sigill", "--slip", directory / name, *more), status, said)
        unchanged(directory, before)


@test
def test_an_older_slip_is_kept_beside(directory):
    keys, _ = parties(directory)
    page = directory / "slip.html"
    expect(seal(keys, answers(directory), "-o", directory / "out.sigill", "--slip", page), 0)
    first = page.read_text()
    expect(seal(keys, answers(directory), "-o", directory / "second.sigill", "--slip", page, "--force"), 0)
    assert (directory / "slip.html~").read_text() == first != page.read_text()


# ---- what is refused ----

@test
def test_slip_of_what_is_no_bundle_or_without_a_name_is_refused(directory):
    keys, _, bundle = made(directory)
    before = tree(directory)
    refused(sigill("slip", bundle["file"]), 2, "--output")
    refused(slip(own(keys), directory / "slip.html", "-k", keys), 1, "not a bundle, but a card")
    refused(slip(bundle["file"], directory / "x.sigill", "-k", keys), 2, "let its name end in .html")
    unchanged(directory, before)
    assert expect(slip(bundle["file"], "-", "-k", keys), 0).out.startswith("<!DOCTYPE html>")


run()
