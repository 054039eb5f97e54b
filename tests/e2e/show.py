"""`sigill-msb show` shows all of a submission: every answer, text, participant, covered organisation, approval, attachment."""
import json

from parties import make_world, own, receive, record, sealed
from sigill_test import expect, flat, msb, run, test, tree, unchanged
from textkit import MODEL, ROLE_NAMES, TOPICS, WORDING

HEAD = {
    "participants": ["informationssäkerhetschef", "ledning"],
    "circumstances": "Pandemin.\n\nMycket <b>arbete</b> hemifrån.", "obstacles": "=1+1",
    "background": {"comparison": "nej"},
    "approval": {"by": "Kim Exempel", "role": "direktör", "date": "2021-05-02", "reference": "KS 2021-1"},
}
NUMBER_OF_COVERED = "212999-0020"


def answers_by_kind():
    """Every kind of answer there is, one question after the other."""
    found = {}
    for place, question in enumerate(MODEL["questions"]):
        assessment = "sure" if place % 3 else "unsure"
        kinds = [{"no": one} for one in question["zero_answers"]]
        if question["kind"] == "scale":
            kinds += [{"yes": step} for step in (1, question["steps"])]
        else:
            kinds += [{"yes": [question["options"][0]]}, {"yes": list(question["options"])}, {"yes": list(question["options"][1::2])}]
        chosen = kinds[place % len(kinds)]
        found[str(question["id"])] = {**chosen, "assessment": assessment}
    found["40"] = {}
    return found


def shown(directory, covers, *more):
    """A register with one submission, of which `covers` says for whom it answers: where, and the answers as they were written."""
    register, keys, party = make_world(directory)
    given = {**HEAD, "answers": answers_by_kind()}
    if covers:
        card = record(own(party))
        given["organisation"] = {"name": card["name"], "number": card["number"], "group": card["group"], "covers": [
            {"name": "Tingsrätten i Ort", "number": NUMBER_OF_COVERED}, {"name": "Nämnden"}]}
    expect(receive(register, keys, sealed(party, directory / "medium", *more, **given)["file"]), 0)
    return ["-r", register, "-k", keys], given


def expected_lines(answer, question):
    """What the text says of an answer below its row."""
    place = MODEL["questions"].index(question)
    words = WORDING["questions"][place]
    if "yes" not in answer:
        return [WORDING["zero_answers"][answer["no"]] if "no" in answer else "not answered"]
    if question["kind"] == "scale":
        return [f"{answer['yes']}: {WORDING['scales'][words['scale']][answer['yes'] - 1]}"]
    return [f"{option}: {words['options'][option]}" for option in answer["yes"]]


@test
def test_text_has_all_that_was_answered(directory):
    (directory / "bilaga.txt").write_text("hej", encoding="utf-8")
    where, given = shown(directory, True, "--attach", directory / "bilaga.txt")
    out = expect(msb("show", *where, "212999-0004"), 0).out
    said = flat(out)
    assert f"Answers for these organisations too: - Tingsrätten i Ort ({NUMBER_OF_COVERED}) - Nämnden Who took part:" in said
    assert "Who took part: " + " ".join(f"- {ROLE_NAMES[role]}" for role in HEAD["participants"]) in said
    assert "Approved by: Kim Exempel, direktör, 2021-05-02, KS 2021-1" in said
    for i in ("circumstances", "obstacles"):
        assert f"{TOPICS[i]}: {flat(HEAD[i])}" in said
    assert f"{TOPICS['comparison']}: nej" in said
    assert "not looked for; --attachments names them" in said and "bilaga.txt" not in said
    table = said[said.index("Answers Points Assessment"):]
    at = 0
    for question, words in zip(MODEL["questions"], WORDING["questions"]):
        answer = given["answers"][str(question["id"])]
        points = answer.get("yes", 0) if question["kind"] == "scale" else len(answer.get("yes", []))
        row = f" {question['id']} {words['topic']} {points} {WORDING['assessments'].get(answer.get('assessment'), '')}".rstrip()
        start = table.index(flat(row), at)
        wanted = flat(" ".join(expected_lines(answer, question)))
        assert table[start + len(flat(row)):].lstrip().startswith(wanted), (row, wanted, table[start:start + 300])
        at = start
    assert all(len(line) <= 80 for line in out.splitlines())


@test
def test_attachments_are_named_from_the_original(directory):
    for name in ("bilaga.txt", "karta & plan.pdf"):
        (directory / name).write_bytes(b"x" * len(name))
    where, _ = shown(directory, False, "--attach", directory / "bilaga.txt", "--attach", directory / "karta & plan.pdf")
    before = tree(where[1])
    out = flat(expect(msb("show", *where, "--attachments", "212999-0004"), 0).out)
    assert out.endswith("Attachments: - bilaga.txt, 10 bytes - karta & plan.pdf, 16 bytes"), out[-200:]
    said = json.loads(expect(msb("show", *where, "--attachments", "--json", "212999-0004"), 0).out)
    assert said["attachments"] == [{"name": "bilaga.txt", "size": 10}, {"name": "karta & plan.pdf", "size": 16}]
    assert json.loads(expect(msb("show", *where, "--json", "212999-0004"), 0).out)["attachments"] is None
    assert "Svarar också för dessa organisationer: inga" in flat(expect(msb("show", *where, "212999-0004", lang="sv"), 0).out)
    unchanged(where[1], before)
    original, = (where[1] / "originals").iterdir()
    whole = original.read_bytes()
    original.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    expect(msb("show", *where, "--attachments", "212999-0004"), 1, out="", err_has=original.name)
    original.unlink()
    expect(msb("show", *where, "--attachments", "212999-0004"), 3, out="", err_has=original.name)
    expect(msb("show", *where, "212999-0004"), 0)


@test
def test_json_has_the_answers_as_they_were_sealed(directory):
    where, given = shown(directory, True)
    said = json.loads(expect(msb("show", *where, "212999-0004", "--json"), 0).out)
    answers = said["answers"]
    assert {key: answers[key] for key in ("participants", "circumstances", "obstacles", "background", "approval")} == {
        key: HEAD[key] for key in ("participants", "circumstances", "obstacles", "background", "approval")}
    assert answers["organisation"]["covers"] == [{"name": "Tingsrätten i Ort", "number": NUMBER_OF_COVERED}, {"name": "Nämnden"}]
    assert {key: one for key, one in answers["answers"].items() if one} == {key: one for key, one in given["answers"].items() if one}
    assert said["attachments"] is None and said["id"] and said["score"]["level"] is not None


run()
