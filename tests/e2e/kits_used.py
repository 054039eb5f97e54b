"""What a kit is good for: its edition, days and words are read afterwards, by whoever trusts its authority."""
import copy
import json
import shutil

from authoritykit import BEFORE, FULL, ID, LATER, SMALL, authority_with_register, canonical, declared, held, kit, parties, refuses_kit, rounds, take, written
from conversationkit import Conversation
from parties import example, make_party, own, refuses, told
from seal_parties import TYPICAL, answers, seal
from sigill_test import DATA, expect, msb, refused, run, sigill, test, tree, unchanged


@test
def test_a_new_questionnaire_needs_no_new_program_and_no_option(directory):
    keys, authority = parties(directory)
    name = SMALL["model"]["id"]
    path = written(directory / "a.kit", kit(authority, [(f"edition-{name}.json", canonical(SMALL)), ("round.json", rounds(edition=name))]))
    expect(take(keys, path), 0)
    form = directory / "form.json"
    said = " ".join(expect(sigill("template", "-k", keys, "-o", form), 0).err.split())
    assert f"add `-k {keys}` to each command on that form" in said, said
    assert json.loads(form.read_text())["edition"] == name and "--edition" not in said
    refused(sigill("check", form), 1, "is not known here", "name its file with --edition FILE or with -k the key directory whose kit has it")
    talk = Conversation("answer", form, "-k", keys)
    talk.wait()
    talk.type("q\n" if talk.shown.endswith("> ") else "q")
    assert talk.finish() == 0 and f"`sigill answer {form} -k {keys}`" in " ".join(talk.shown.split()), talk.shown
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
    refuses_kit(keys, path, "this program has that edition with another model")
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
def test_S10_a_kit_of_example_keys_is_read_by_leave_alone(directory):
    """Though its card was trusted by leave: each run that reads anything of it is asked for it again."""
    keys, authority = make_party(directory / "keys"), example("msb", directory)
    corrected = copy.deepcopy(FULL)
    corrected["wording"]["questions"][0]["topic"] = "Rättat ämne"
    path = written(directory / "a.kit", kit(authority, [(f"edition-{ID}.json", canonical(corrected)), ("round.json", rounds())]))
    refuses_kit(keys, path, "example keys, which everyone has", 1, "--fingerprint", told(own(authority)))
    expect(take(keys, path, "--fingerprint", told(own(authority)), "--allow-example-keys"), 0)
    shutil.copy(TYPICAL, directory / "a.json")
    plan = directory / "plan.xlsx"
    expect(sigill("gap", TYPICAL, "-o", plan), 0)
    reading = (["questions"], ["check", TYPICAL], ["score", TYPICAL], ["gap", TYPICAL], ["support"], ["plan", plan],
               ["compare", TYPICAL, TYPICAL], ["convert", TYPICAL, "-o", directory / "a.xlsx"], ["template", "-o", directory / "b.json"])
    before = tree(directory)
    for words in reading:
        for more in ({"args": ["-k", keys]}, {"env": {"SIGILL_KEYS": str(keys)}}):
            refused(sigill(*words, *more.get("args", []), env=more.get("env")), 1, "example keys, which everyone has", "--allow-example-keys")
            unchanged(directory, before)
    for words in reading:
        done = sigill(*words, "-k", keys, "--allow-example-keys")
        assert done.status == 0 and done.err.count("they protect nothing") == 1, done


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
    assert "changed: days of the rounds" in asked, asked
    late = expect(seal(keys, file, "-o", directory / "c.sigill"), 0).err
    assert "which has passed" in late and f"the last day of the round 2026 was {BEFORE}" in " ".join(late.split()), late
    assert (directory / "c.sigill").exists()


@test
def test_a_kit_given_elsewhere_is_called_one(directory):
    keys, authority = parties(directory)
    path = written(directory / "a.kit", kit(authority, [("round.json", rounds())]))
    for words in (["check", path], ["fingerprint", path], ["open", path, "-k", keys, "-o", directory / "new"]):
        assert "is an authority's kit" in " ".join(sigill(*words).err.split()), words


run()
