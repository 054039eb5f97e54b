"""Where newcomers went wrong: what is said to them there, and that the way out that it names is one."""
import shutil
import time
import zipfile

from parties import enrol, make_running_register, own, received, sealed, trust
from sigill_test import expect, flat, msb, refused, run, sigill, test

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


@test
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


if __name__ == "__main__":
    run()
