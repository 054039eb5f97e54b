"""What is easily mistaken: a file of one kind in the place of another, a bundle that one sealed oneself, and the directories
that the environment names."""
import json
import os

from parties import flipped, make_running_register, own, receive, seal
from sigill_test import expect, flat, msb, refused, run, sigill, test, tree, unchanged


def world(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    bundle = seal(directory, "ankeborg", directory / "bundle.sigill")
    expect(receive(register, keys, bundle), 0)
    receipt, = (register / "receipts").iterdir()
    return register, keys, ankeborg, bundle, receipt


@test
def a_file_of_another_kind_is_told_by_what_it_is(directory):
    register, keys, ankeborg, bundle, receipt = world(directory)
    answers, card = directory / "ankeborg.json", own(keys)
    is_receipt, is_card = "is a receipt: `sigill receipt` reads it", "is a card: `sigill trust`"
    is_answers, is_bundle = "holds answers: `sigill check`", "is a sealed bundle: `sigill inspect`"
    zeros = ["--fingerprint", "0" * 50]
    for words, said in ((["check", receipt], is_receipt), (["score", card], is_card), (["check", bundle], is_bundle),
                        (["seal", receipt, "-k", ankeborg, "--yes"], is_receipt), (["trust", answers, "-k", ankeborg, *zeros], is_answers),
                        (["trust", receipt, "-k", ankeborg, *zeros], is_receipt), (["fingerprint", bundle], is_bundle),
                        (["open", receipt, "-k", ankeborg, "-o", directory / "new"], is_receipt),
                        (["receipt", bundle, "-k", ankeborg], is_bundle), (["receipt", card, "-k", ankeborg], is_card),
                        (["receipt", answers, "-k", ankeborg], is_answers)):
        result = sigill(*words)
        assert result.status == 1 and said in result.err, result
    where = ["-r", register, "-k", keys]
    result = msb("enrol", *where, receipt, *zeros)
    assert result.status == 1 and is_receipt in result.err, result
    # Of the right kind, and refused for something else: nothing is said of the kind.
    assert " is a " not in refused(sigill("trust", card, "-k", ankeborg, *zeros), 1).err


PICTURES = (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, b"\xff\xd8\xff\xe0" + b"\0" * 90, b"GIF89a" + b"\0" * 90)


def odd_files(directory):
    """Files of other programs, and what each is called."""
    expect(sigill("template", "-o", directory / "svar.xlsx"), 0)
    workbook = (directory / "svar.xlsx").read_bytes()
    lock = bytes([5]) + b"Karin".ljust(54) + b"\x05\0" + "Karin".encode("utf-16-le").ljust(108, b" ")
    assert len(lock) == 165
    return [
        ("svar.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</A [[[[[[[[[[[[ 1", "a PDF"), *((f"{i}.png", data, "a picture") for i, data in enumerate(PICTURES)),
        ("tom.xlsx", b"", "an empty file"), ("~$svar.xlsx", lock, "the lock that an office program keeps"),
        (".~lock.svar.ods#", b",karin,dator,29.11.2026 07:13,file:///home/karin/.config/libreoffice/4;", "the lock that an office program keeps"),
        ("svar.csv", "\ufeffNr;Fråga;Svar\r\n1;Ja;\r\n".encode(), "a table as text (CSV)"), ("latin.csv", "Nr;Fr\xe5ga;Svar\r\n".encode("latin-1"), "a table as text (CSV)"),
        ("bok.xlsx", workbook, "a workbook or another office document"), ("gammal.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a workbook or another office document"),
        ("rapport.html", b"<!DOCTYPE html><p>x", "a page for a browser"), ("allt.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 90, "an archive or the image of a disk"),
    ]


@test
def a_file_of_another_program_is_called_what_it_is(directory):
    register, keys, ankeborg, bundle, receipt = world(directory)
    zeros = ["--fingerprint", "0" * 50]
    takers = ((["trust", "-k", ankeborg, *zeros], "and not a card"), (["fingerprint"], "and not a card"), (["distrust", "-k", ankeborg], "and not a card"),
              (["inspect"], "and not a sealed bundle"), (["open", "-k", ankeborg, "-o", directory / "new"], "and not a sealed bundle"),
              (["slip", "-k", ankeborg, "-o", directory / "slip.html"], "and not a sealed bundle"), (["receipt", "-k", ankeborg], "and not a receipt"))
    for name, data, kind in odd_files(directory):
        path = directory / name
        path.write_bytes(data)
        for words, expected in takers:
            said = refused(sigill(words[0], path, *words[1:]), 1, kind, expected).err
            for word in ("octal", "header", "16384", "JSON", "UTF-8"):
                assert word not in said, (words, name, said)
        if name == "bok.xlsx":
            continue
        form = refused(sigill("check", path), 1, str(path)).err
        if kind.startswith(("a PDF", "a pict", "the lock")):
            assert f"this is {kind}" in form and "and not a form with answers" in form and len(form.splitlines()) == 1, form
        elif kind == "an empty file":
            assert "the file is empty" in form, form
        elif "CSV" in kind:
            assert "cannot hold the answers; save the workbook as .xlsx" in form, form
        elif kind.startswith("a page"):
            assert "this is a page to read, such as a report" in form, form
    # What begins as JSON does is judged as JSON, though something lacks at its beginning.
    for text in ('"edition": "infosakkollen-2021", "answers": {', '{"a": 1,, "b"; 2}', "[1, 2, 3", "\u201cedition\u201d: 1, 2, 3"):
        (directory / "typed.json").write_text(text)
        assert "and not a" not in expect(sigill("check", directory / "typed.json"), 1, err_has="line 1").err


@test
def who_opens_the_own_bundle_is_told_so(directory):
    _, _, ankeborg, bundle, _ = world(directory)
    refused(sigill("open", bundle, "-k", ankeborg, "-o", directory / "new"), 1, "you sealed this bundle yourself")
    result = refused(sigill("open", bundle, "-k", directory / "exempelby", "-o", directory / "new"), 1)
    assert "yourself" not in result.err and not (directory / "new").exists(), result


def pipe(data):
    """The end of a pipe with these bytes, for a program's standard input."""
    ours, theirs = os.pipe()
    with open(theirs, "wb") as end:
        end.write(data)
    return open(ours, "rb")


@test
def a_line_stands_for_standard_input_and_output(directory):
    register, keys, ankeborg, bundle, receipt = world(directory)
    answers, card = (directory / "ankeborg.json").read_bytes(), own(keys).read_bytes()
    before = tree(directory)
    assert expect(sigill("template", "-o", "-"), 0, err="").out == expect(sigill("template"), 0).out
    for words in (["score", "--html"], ["score"], ["gap", "--csv"]):
        said = expect(sigill(words[0], directory / "ankeborg.json", *words[1:]), 0)
        assert expect(sigill(words[0], "-", *words[1:], "-o", "-", stdin=pipe(answers)), 0).raw == said.raw, words
    expect(sigill("check", "-", stdin=pipe(answers)), 0, out_has="No errors")
    expect(sigill("fingerprint", "-", stdin=pipe(card)), 0, out_has="What the card says of itself")
    expect(sigill("receipt", "-", "-k", ankeborg, stdin=pipe(receipt.read_bytes())), 0, out_has="Imported by MSB")
    refused(sigill("check", "-", stdin=pipe(b"{")), 1, "-: ")
    # What is read more than once, or is no text, has a file.
    for words in (["inspect", "-"], ["open", "-", "-k", ankeborg, "-o", directory / "new"]):
        refused(sigill(*words, stdin=pipe(b"")), 3, "-: this is not read from standard input")
    for words in (["seal", directory / "ankeborg.json", "-k", ankeborg, "--yes", "-o", "-"], ["card", "-k", ankeborg, "--renew", "-o", "-"]):
        refused(sigill(*words), 2, "-: this is not written to standard output")
    unchanged(directory, before)
    expect(msb("stats", "-r", register, "-k", keys, "--csv", "-o", "-"), 0, out_has="kommun")
    expect(sigill("seal", "-", "-k", ankeborg, "--yes", "-o", directory, stdin=pipe(answers)), 0)


@test
def the_environment_names_the_usual_places(directory):
    register, keys, ankeborg, bundle, receipt = world(directory)
    usual = {"SIGILL_KEYS": str(keys), "SIGILL_REGISTER": str(register)}
    shown = expect(msb("list", env=usual), 0, out_has="Ankeborgs kommun")
    assert shown.out == expect(msb("list", "-r", register, "-k", keys), 0).out
    expect(msb("fsck", env=usual), 0)
    expect(sigill("receipt", receipt, env={"SIGILL_KEYS": str(ankeborg)}), 0, out_has="Imported by MSB")
    # What is given goes before; nothing and empty are the same; a card that is named is not the own one.
    expect(sigill("receipt", receipt, "-k", ankeborg, env={"SIGILL_KEYS": str(directory / "nowhere")}), 0)
    for nothing in ({}, {"SIGILL_KEYS": "", "SIGILL_REGISTER": ""}):
        refused(msb("list", env=nothing), 2, "--register is missing")
    expect(sigill("fingerprint", env=usual), 0, out_has="Your card")
    expect(sigill("fingerprint", own(ankeborg), env=usual), 0, out_has="What the card says of itself")
    refused(sigill("fingerprint", own(ankeborg), "-k", ankeborg, env=usual), 2, "give either --keys")
    before = tree(directory)
    refused(msb("list", env={**usual, "SIGILL_REGISTER": str(directory / "nowhere")}), 3)
    unchanged(directory, before)


@test
def organisations_are_meant_by_number_name_or_group(directory):
    register, keys, _, _, _ = world(directory)
    where = ["-r", register, "-k", keys]
    expect(receive(register, keys, seal(directory, "exempelby", directory / "other.sigill")), 0)
    both = json.loads(expect(msb("list", *where, "--json"), 0).out)
    for words, names in ((["212999-0012"], ["Exempelby kommun"]), (["ankeborg"], ["Ankeborgs kommun"]),
                         (["KOMMUN"], [one["organisation"] for one in both]), (["region"], None), (["kommu"], None),
                         (["ankeborg", "Exempelby kommun"], [one["organisation"] for one in both])):
        result = msb("list", *where, *words, "--json")
        assert names is None and result.status == 1 or [one["organisation"] for one in json.loads(result.out)] == names, result
    for typed in ("212999-0012", "2129990012", "exempelby", both[1]["id"][:8]):
        expect(msb("show", *where, typed), 0, out_has=["Exempelby kommun", both[1]["id"]])
    refused(msb("show", *where, "kommu"), 1, "may be several organisations", "212999-0004")
    refused(msb("show", *where, "Nyköping"), 1, "no enrolled organisation has such a number or name")
    for typed, count in (("ankeborgs kommun", 1), ("kommun", 2), ("212999-0012", 1)):
        out = directory / f"out-{typed}"
        expect(msb("feedback", *where, typed, "-o", out), 0)
        assert len(list(out.iterdir())) == count, typed


@test
def the_codes_of_refusals_are_said_in_swedish_too(directory):
    register, keys, ankeborg, bundle, receipt = world(directory)
    broken = flipped(bundle, directory / "broken.sigill")
    swedish = receive(register, keys, broken, lang="sv")
    assert "damaged (skadat): " in swedish.out and "damaged (skadat) 1" in swedish.out, swedish
    english = receive(register, keys, broken)
    assert "damaged: " in english.out and "damaged 1" in english.out and "(" not in english.out.split("damaged")[1][:3], english
    later, = (one for one in (register / "receipts").iterdir() if one != receipt)
    result = sigill("receipt", later, "-k", ankeborg, lang="sv")
    assert result.status == 1 and "damaged (skadat)\n" in result.out, result


@test
def a_folder_an_own_card_and_a_level_are_called_so(directory):
    register, keys, ankeborg, bundle, receipt = world(directory)
    answers = directory / "ankeborg.json"
    for words in (["check"], ["score"], ["inspect"], ["fingerprint"], ["trust", "-k", ankeborg], ["open", "-k", ankeborg, "-o", directory / "new"]):
        refused(sigill(words[0], directory, *words[1:]), 3, f"{directory}: is a directory; name a file in it")
    # The own card, before its fingerprint is asked for; that of an organisation is no authority's.
    refused(sigill("trust", own(ankeborg), "-k", ankeborg), 1, "this is your own card")
    expect(sigill("distrust", own(keys), "-k", directory / "exempelby"), 0)
    refused(sigill("trust", own(keys), "-k", directory / "exempelby"), 1, "the card's fingerprint is lacking: ring its owner")
    theirs = json.loads(sigill("fingerprint", own(directory / "exempelby"), "--json").out)["fingerprint"]
    said = expect(sigill("trust", own(directory / "exempelby"), "-k", ankeborg, "--fingerprint", theirs), 0).out
    assert "card of an organisation, not of an authority" in flat(said), said
    expect(sigill("distrust", own(directory / "exempelby"), "-k", ankeborg), 0, out_has="its fingerprint is needed")
    refused(sigill("distrust", own(directory / "exempelby"), "-k", ankeborg), 1, "there is nothing to take back")
    refused(sigill("gap", answers, "--target", "3"), 2, "a level is given with --level 3")
    (directory / "fed.json").write_text('{"format": "sigill-feedback/1"}')
    refused(sigill("gap", answers, "--target", directory / "fed.json"), 1, "is no target profile", "--against")
    (directory / "later.json").write_text('{"format": "sigill-target/9"}')
    assert "is no target profile" not in refused(sigill("gap", answers, "--target", directory / "later.json"), 1).err
    (directory / "tom.pdf").write_bytes(b"")
    expect(sigill("seal", answers, "-k", ankeborg, "--yes", "--attach", directory / "tom.pdf", "-o", directory), 0, err_has="tom.pdf: the file is empty")


run()
