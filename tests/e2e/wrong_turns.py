"""Where newcomers went wrong: what is said to them there, and that the way out that it names is one."""
import json
import shutil
import time
import zipfile

from conversationkit import Conversation
from parties import enrol, make_running_register, own, received, sealed, trust
from sigill_test import expect, flat, msb, refused, run, sigill, test
from tracekit import confined

DAY = 86400
NUMBER = "212999-0004"


def listing(directory, *lines):
    path = directory / "asked.csv"
    path.write_text("\n".join(["nummer;namn;grupp;län", *lines]) + "\n", encoding="utf-8")
    return path


@test
def test_feedback_warns_of_a_recipients_card_that_ends_soon(directory):
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 40 * DAY))
    expect(sigill("card", "-k", exempelby, "--renew", "--valid-until", soon), 0)
    expect(enrol(register, keys, own(exempelby)), 0)
    for party in (ankeborg, exempelby):
        received(register, keys, sealed(party, directory / "out")["file"])
    result = expect(msb("feedback", "-r", register, "-k", keys, "--all", "-o", directory / "fed"), 0)
    assert f"Exempelby kommun: its card ends on {soon}; ask for the next one in time" in flat(result.err), result
    assert "Ankeborgs kommun: its card" not in result.err


@test
def test_open_offers_the_authoritys_newer_card_beside_the_bundle(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    received(register, keys, sealed(ankeborg, directory / "out")["file"])
    medium = directory / "medium"
    first = shutil.copy(own(keys), directory / "first.card")
    expect(msb("card", "-k", keys, "--renew"), 0)
    expect(msb("feedback", "-r", register, "-k", keys, NUMBER, "-o", medium), 0)
    words = ["open", medium / f"{NUMBER}.sigill", "-k", ankeborg, "-o", directory / "opened"]
    assert "Beside it" not in refused(sigill(*words), 1, "the card was renewed").err
    # Not one that does not follow: the card that is trusted, another's, junk.
    shutil.copy(first, medium / "first.card")
    shutil.copy(own(ankeborg), medium / "other.card")
    (medium / "junk.card").write_bytes(b"junk")
    assert "Beside it" not in refused(sigill(*words), 1, "the card was renewed").err
    shutil.copy(own(keys), medium / "msb.card")
    result = expect(sigill(*words), 1, out="", err_has="the card was renewed")
    assert "Beside it lies the newer card of MSB, which follows the one that is trusted here" in flat(result.err), result
    assert f"sigill trust {medium / 'msb.card'}" in flat(result.err), result
    expect(trust(ankeborg, medium / "msb.card"), 0)
    expect(sigill(*words), 0)


@confined
def test_a_bundle_of_a_container_says_where_it_came_from(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    bundle = sealed(ankeborg, directory / "out")
    (directory / "medium").mkdir()
    with zipfile.ZipFile(directory / "medium" / "svar.zip", "w") as archive:
        archive.write(bundle["file"], "paket.sigill")
    text = flat(expect(msb("receive", "-r", register, "-k", keys, directory / "medium"), 0).out)
    assert "note: it came in a container, svar.zip; it is the bundle alone that is kept" in text, text


@test
def test_what_came_late_alone_is_said_with_the_way_to_count_it(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    received(register, keys, sealed(ankeborg, directory / "out")["file"])
    expect(msb("round", *where, "r", "--edition", "infosakkollen-2021", "--opens", "2021-01-01", "--closes", "2021-02-01"), 0)
    for name in ("rank", "benchmark", "forecast", "stats"):
        assert "every submission that this is about came late" in flat(expect(msb(name, *where), 0).err), name
        assert "came late" not in expect(msb(name, *where, "--late"), 0).err, name


@test
def test_a_group_is_typed_as_people_write_it(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    received(register, keys, sealed(ankeborg, directory / "out")["file"])
    for name in ("stats", "rank", "benchmark", "cooperate", "forecast", "trend"):
        plain = expect(msb(name, *where, "--group", "kommun", "--json"), 0).out
        for typed in ("KOMMUN", "Kommuner", "kommuner"):
            result = msb(name, *where, "--group", typed, "--json")
            if typed == "KOMMUN" or result.status == 0:
                assert expect(result, 0).out == plain, (name, typed)
        expect(msb(name, *where, "--group", "kommuns"), 1, out="", err_has="such")


@test
def test_population_says_what_changed_and_where_a_group_is_another(directory):
    register, keys, _ = make_running_register(directory)
    words = ["population", "-r", register, "-k", keys]
    first = expect(msb(*words, listing(directory, f"{NUMBER};Ankeborgs kommun;kommun;Norra", "212999-0012;Exempelby;kommun;")), 0)
    assert "changed:" not in first.out.replace("changed: 0", "") and "by its card" not in first.out, first
    second = expect(msb(*words, listing(directory, f"{NUMBER};Ankeborgs stad;region;Södra", "212999-0012;Exempelby;kommun;")), 0)
    assert f"changed: {NUMBER} Ankeborgs kommun → Ankeborgs stad kommun → region län Norra → Södra" in flat(second.out), second
    assert f"note: {NUMBER} Ankeborgs stad is of the group region in the list, and kommun by its card" in flat(second.out), second
    assert "0012 Exempelby" not in second.out


@test
def test_a_card_that_was_revoked_is_not_called_enrolled(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    expect(enrol(register, keys, own(ankeborg)), 1, out="", err_has="is enrolled already; nothing is to be done")
    expect(msb("revoke", "-r", register, "-k", keys, NUMBER, "--reason", "stulen dator", "--yes"), 0)
    expect(enrol(register, keys, own(ankeborg)), 1, out="", err_has=["revoked", "stulen dator", "ask for a card with new keys"])


@test
def test_what_lacks_in_the_register_is_said_with_its_way_back(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    bundle = sealed(ankeborg, directory / "out")
    received(register, keys, bundle["file"])
    expect(msb("backup", *where, "-o", directory / "copy"), 0)
    for receipt in (register / "receipts").iterdir():
        receipt.unlink()
    for words in (["--all"], [NUMBER]):
        result = expect(msb("receipts", *where, *words, "-o", directory / "receipts"), 0)
        assert "that are not there: 1; `sigill-msb fsck` names them" in flat(result.err), result
    text = flat(expect(msb("receive", *where, bundle["file"], "--reference", "Dnr 1"), 1).out)
    assert "`sigill-msb amend` corrects its day of arrival and its reference" in text, text
    assert "not there" not in expect(msb("receipts", *where, "--all", "-o", directory / "receipts"), 0, out_has="1 written").err
    original = next((register / "originals").iterdir())
    original.unlink()
    assert "copy the file of that name back from originals/" in flat(expect(msb("fsck", *where), 1, out_has="original-missing").out)
    shutil.copy(directory / "copy" / "originals" / original.name, original)
    expect(msb("fsck", *where), 0)


@test
def test_what_is_written_is_what_its_name_says(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    received(register, keys, sealed(ankeborg, directory / "out")["file"])
    refused(msb("export", *where, "-o", directory / "x.csv"), 2, "a workbook is written, whose name ends in .xlsx")
    refused(msb("feedback", *where, "--all", "-o", directory / "x.sigill"), 2, "a directory is expected")
    assert not (directory / "x.csv").exists() and not (directory / "x.sigill").exists()
    for name in ("x.xlsx", "X.XLSX", "plain"):
        expect(msb("export", *where, "-o", directory / name), 0)


@test
def test_doctor_names_passwd_for_keys_without_a_passphrase(directory):
    _, keys, _ = make_running_register(directory)
    assert "`passwd -k DIR`" in flat(msb("doctor", "-k", keys).out)


@test
def test_the_same_card_again_is_called_enrolled(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    expect(msb("enrol", *where, own(ankeborg)), 1, out="", err_has="is enrolled already; nothing is to be done")
    expect(sigill("card", "-k", ankeborg, "--renew"), 0)
    expect(msb("enrol", *where, own(ankeborg)), 0)
    expect(msb("revoke", *where, NUMBER, "--reason", "stulen dator", "--yes"), 0)
    expect(msb("enrol", *where, own(ankeborg)), 1, out="", err_has=["revoked", "stulen dator"])


@test
def test_a_secret_key_in_the_place_of_a_card_is_called_one(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    for name in ("sign.key", "receive.key"):
        for said in (msb("enrol", "-r", register, "-k", keys, ankeborg / name), sigill("trust", keys / name, "-k", ankeborg)):
            refused(said, 1, f"{name} is a secret key, which stays where it is and is given to nobody")


@test
def test_a_register_in_use_is_not_taken_for_a_copy(directory):
    register, keys, _ = make_running_register(directory)
    refused(msb("restore", "--check", register, "-k", keys), 1, f"{register}: is no copy, or a copy that was used as a register")


@test
def test_what_is_left_aside_is_called_what_it_is(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    medium, where = directory / "medium", ["-r", register, "-k", keys]
    medium.mkdir()
    shutil.copy(directory / "ankeborg.json", medium / "svar.json")
    shutil.copy(own(ankeborg), medium / "kort.card")
    (medium / "link.card").symlink_to(own(ankeborg))
    (medium / "note.txt").write_text("hej")
    shutil.copy(own(keys), medium / "msb.card")
    (directory / "another").mkdir()
    shutil.copy(own(make_running_register(directory / "another", enrolled=())[1]), medium / "annan.card")
    (medium / "trasigt.card").write_bytes(own(ankeborg).read_bytes()[:-9])
    wanted = [f"left aside, no bundle: {medium / 'msb.card'} your own card, for the organisations to trust left aside",
              f"left aside, no bundle: {medium / 'annan.card'} a card of an authority, for organisations to trust left aside",
              f"left aside, no bundle: {medium / 'trasigt.card'} a card that cannot be read left aside",
              f"left aside, no bundle: {medium / 'svar.json'} answers that are not sealed;",
              f"left aside, no bundle: {medium / 'kort.card'} a card; `sigill-msb enrol` takes it",
              f"left aside, no bundle: {medium / 'link.card'} left aside", f"left aside, no bundle: {medium / 'note.txt'}"]
    expect(msb("receive", *where, medium), 1, out="", err_has=[*wanted, "there is no bundle there"])
    received(register, keys, sealed(ankeborg, directory / "out")["file"])
    receipt, = (register / "receipts").iterdir()
    shutil.copy(receipt, medium)
    shutil.copy(sealed(ankeborg, directory / "out")["file"], medium)
    expect(msb("receive", *where, medium), 0, out_has=[*wanted, f"left aside, no bundle: {medium / receipt.name} a receipt", "left aside: 8"])


@test
def test_a_form_on_a_medium_is_said_to_be_unsealed(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    medium, where = directory / "medium", ["-r", register, "-k", keys]
    medium.mkdir()
    for name, said in (("a.txt", "hej"), ("half.txt", (directory / "ankeborg.json").read_text()[:-2])):
        (medium / name).write_text(said)
    for name in ("svar.html", "svar.xlsx"):
        expect(sigill("convert", directory / "ankeborg.json", "-o", medium / name), 0)
    answers, office = "answers that are not sealed; whoever has the medium", "an office document, which is not sealed and not opened here;"
    said = flat(expect(msb("receive", *where, medium), 1, out="").err)
    placed = [said.index(f"left aside, no bundle: {medium / name} {words}") for name, words in
              (("half.txt", answers), ("svar.html", answers), ("svar.xlsx", office), ("a.txt", ""))]
    assert placed == sorted(placed), said
    for name, words in (("svar.html", answers), ("svar.xlsx", office), ("a.txt", "not-a-bundle: the file is not a bundle")):
        result = expect(msb("receive", *where, medium / name), 1)
        assert words in flat(result.out), result


@test
def test_codes_and_headings_are_said_in_swedish_too(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where, swedish = ["-r", register, "-k", keys], {"lang": "sv"}
    received(register, keys, sealed(ankeborg, directory / "out")["file"])
    text = flat(expect(msb("audit", *where, **swedish), 0).out)
    assert "enrol (kort inskrivet) number=" in text and "import (inlämning införd) number=" in text, text
    assert "Orden i raderna: number organisationens nummer card kortets fingeravtryck" in text, text
    assert "number the organisation's number" in flat(expect(msb("audit", *where), 0).out)
    next((register / "originals").iterdir()).unlink()
    expect(msb("fsck", *where, **swedish), 1, out_has="original-missing (original saknas)  originals/")
    assert expect(msb("stats", *where, "--csv", **swedish), 0).out.lstrip("\ufeff").startswith("aktörsgrupp;tabell;rad;kolumn;värde")
    columns = expect(msb("keys", *where, **swedish), 0).out
    assert "Kort  Till och med" in columns, columns


@test
def test_options_that_lack_are_named_at_once(directory):
    both = "missing on the command line: --keys=DIR, --output=DIR; give it as in `sigill open /media/usb/2021-10-01-12345678.sigill -k keys -o feedback`"
    refused(sigill("open", directory / "a.sigill"), 2, both)
    refused(sigill("open", directory / "a.sigill", "-k", directory), 2, "missing on the command line: --output=DIR; give")
    for name, example in (("seal", "answers.xlsx -k keys --attach minutes.pdf -o /media/usb"), ("receipt", "/media/usb -k keys")):
        refused(sigill(name, directory / "a"), 2, f"missing on the command line: --keys=DIR; give it as in `sigill {name} {example}`")


@test
def test_an_empty_file_is_called_empty(directory):
    register, keys, _ = make_running_register(directory)
    for name in ("tom.json", "tom.sigill"):
        (directory / name).touch()
    refused(sigill("check", directory / "tom.json"), 1, "the file is empty; was it saved?")
    expect(msb("receive", "-r", register, "-k", keys, directory / "tom.sigill"), 1, out_has=["damaged", "the file is empty; copy it"])


@test
def test_a_conversation_makes_no_workbook_and_knows_what_is_no_form(directory):
    for name in ("svar.xlsx", "svar.html", "SVAR.ODS"):
        talk = Conversation("answer", name, cwd=directory)
        assert talk.finish() == 2 and "name a file that ends in .json" in flat(talk.shown) and not (directory / name).exists(), talk.shown
    card = directory / "a.card"
    shutil.copy("keys-example/msb/own.card", card)
    talk = Conversation("answer", card, cwd=directory)
    assert talk.finish() == 1 and "is a card" in flat(talk.shown) and "JSON" not in talk.shown, talk.shown
    # What is next when all is filled in is not to fill in; what is left is named.
    document = json.loads(open("docs/examples/ankeborg.json", encoding="utf-8").read())
    for place, next_step in (("left", "see what is left"), ("whole", "seal it with `sigill guide")):
        if place == "whole":
            document["answers"]["40"] = {"no": "no", "assessment": "sure"}
        (directory / f"{place}.json").write_text(json.dumps(document))
        talk = Conversation("answer", f"{place}.json", cwd=directory)
        talk.wait()
        talk.type("q")
        assert talk.finish() == 0 and next_step in flat(talk.shown), talk.shown


@test
def test_questions_for_a_meeting_have_no_words_of_a_file_format(_):
    for lang in ("sv", "en"):
        said = sigill("questions", lang=lang).out
        assert not any(word in said for word in ('"yes"', '"no"', "assessment", "JSON")), said[:1500]


@test
def test_a_word_too_many_is_given_its_option(directory):
    refused(sigill("template", "svar.xlsx", cwd=directory), 2, "give it with -o: -o svar.xlsx")
    refused(sigill("seal", "svar.json", "-k", "nycklar", "--attach", "KS", "protokoll.pdf"), 2, "protokoll.pdf: belongs to nothing", "a part of --attach")


if __name__ == "__main__":
    run()
