"""`sigill guide`: from an empty folder to a sealed bundle on a medium, wherever it is interrupted."""
import json
import os
import random
import re
from pathlib import Path

from conversationkit import LINE, Conversation, Gone, Script, at_the_end, load, plain, small_document
from kindkit import Kinds
from parties import make_register
from sigill_test import DATA, expect, flat, msb, refused, run, sigill, test

EXAMPLE = Path("docs/examples/ankeborg.json").resolve()
EDITION = Path("editions/infosakkollen-2021.json").resolve()
SMALL = DATA / "small-edition.json"
EVERY_KIND = DATA / "every-kind-edition.json"
SKR = Path("editions/skr-2019.json").resolve()
PASSPHRASE = "korrekt häst batteri klammer"
EVERY = int(os.environ.get("CONVERSATION_EVERY", "12"))  # 1: at every question too


class Authority:
    """An authority, and its card as it lies in the organisation's folder. words: what goes with all that reads answers."""

    def __init__(self, directory, folder, *words):
        self.words = words
        self.register, self.keys = make_register(directory)
        expect(msb("card", "-k", self.keys, "--name", "Myndigheten", "-o", folder / "msb.card"), 0)
        self.fingerprint = json.loads(msb("fingerprint", "-k", self.keys, "--json").out)["fingerprint_text"]

    def received(self, stick, directory):
        """The answers that lie in the bundle on a medium, as bytes; the receipt is laid beside them."""
        where = ["-r", self.register, "-k", self.keys]
        own = json.loads(sigill("fingerprint", stick / "sender.card", "--json").out)["fingerprint"]
        expect(msb("enrol", stick / "sender.card", "--fingerprint", own, *where, *self.words), 0)
        expect(msb("receive", stick, *where, *self.words), 0)
        found = [one["id"] for one in json.loads(msb("list", "--json", *where, *self.words).out)]
        expect(msb("extract", found[0], "-o", directory / "out", *where, *self.words), 0)
        expect(msb("receipts", "--all", "-o", directory / "receipts", *where), 0)
        return (directory / "out/answers.json").read_bytes()


def replies(authority, stick):
    """What is typed at what is asked, but for the questions: a part of what is said, and the answer."""
    return [
        ("passphrase for", PASSPHRASE + "\n"), ("Passphrase for", PASSPHRASE + "\n"), ("Once more:", PASSPHRASE + "\n"), ("[yes/no]", "yes\n"),
        ("n make new keys", "n"), ("The organisation's name", "Ankeborgs kommun\n"), ("Organisation number", "2129990004\n"),
        ("c Statlig myndighet", "a"), ("b Bolag", "b"), ("a Kommun", "a"), ("The card's file", "\n"), ("The fingerprint that", authority.fingerprint + "\n"),
        ("A file to seal along", "\n"), ("The folder of the medium", str(stick) + "\n"),
    ]


SWEDISH = {
    "passphrase for": "losenfras for", "Passphrase for": "Losenfras for", "Once more:": "En gang till:", "[yes/no]": "[ja/nej]",
    "n make new keys": "n gor nya nycklar", "The organisation's name": "Organisationens namn", "Organisation number": "Organisationsnummer",
    "The card's file": "Kortets fil", "The fingerprint that": "Fingeravtrycket som", "A file to seal along": "En bilaga att forsegla",
    "The folder of the medium": "Mappen for mediet"}


def typed_at(talk, script, known):
    """What is typed now, key by key of a list that ends the place."""
    heading, asked = talk.heading(), flat(talk.shown[talk.typed_at:])
    if heading.startswith(("Step 4", "Steg 4")) and "[yes/no]" not in asked:
        return ["s" if script.ended else "a"]
    if heading.startswith(STEPS):
        place, typed = max((asked.rfind(part), typed) for part, typed in known)
        assert place >= 0, (heading, asked)
        return [typed]
    if at_the_end(talk):
        script.ended = True
        return ["q"]
    return script.typed(heading)


STEPS = ("Step", "Steg")


def guided(directory, authority, how=None, every=1, script=None, **options):
    """The whole way, each prompt interrupted once in a way. The medium; keys and screens."""
    folder, stick = directory / "folder", directory / "stick"
    script, known = script or Script(load(EXAMPLE), load(EDITION)), replies(authority, stick)
    if options.get("lang") == "sv":
        known = [(SWEDISH.get(part, part), "ja\n" if typed == "yes\n" else plain(typed)) for part, typed in known]
    script.ended = options.get("lang") == "sv"  # the answers lie there already
    stick.mkdir()
    interrupted, keys, screens, count = set(), 0, 0, 0

    def begin():
        return Conversation("guide", *authority.words, cwd=folder, **options)

    talk = begin()
    while True:
        try:
            talk.wait(same=talk.heading().startswith(STEPS))
        except Gone:
            break
        heading, question = talk.heading(), talk.question()
        typed = typed_at(talk, script, known)
        name = heading if not heading.startswith(STEPS) else (heading, question)
        if how and name not in interrupted:
            interrupted.add(name)
            count += 1
            if heading.startswith(STEPS) or count % every == 0:
                talk.type(typed[0][:-1] if len(typed[0]) > 2 and typed[0][0] != "#" else "")
                talk.interrupt(how)
                talk = begin()
                continue
        for place, one in enumerate(typed):
            if place:
                talk.wait()
            talk.type(one)
    assert talk.finish() == 0, talk.shown[-3000:]
    assert talk.heading() in ("Done", "Klart"), talk.shown[-3000:]
    return folder, stick, talk


def empty(directory, *words):
    folder = directory / "folder"
    folder.mkdir()
    return Authority(directory, folder, *words)


@test
def from_an_empty_folder_to_a_sealed_bundle(directory):
    authority = empty(directory)
    folder, stick, talk = guided(directory, authority)
    assert sorted(os.listdir(folder)) == ["answers.json", "keys", "msb.card", "transfer-slip.html"], os.listdir(folder)
    names = sorted(os.listdir(stick))
    assert len(names) == 2 and names[0].endswith(".sigill") and names[1] == "sender.card", names
    print(f"# {talk.keys} keys, {talk.screens} screens")
    own = json.loads(sigill("fingerprint", "-k", folder / "keys", "--json").out)["fingerprint_text"]
    assert own in talk.shown.replace("\n", "")
    assert "`sigill receipt /media/usb -k keys` reads it" in flat(talk.shown)
    for secret in (PASSPHRASE, PASSPHRASE.split()[1]):
        assert secret not in talk.shown
    # What the commands that it runs would say of what comes next is the guide's to say.
    for advice in ("Next, make", "Hand it over", "All that you answered is in", "Carry the bundle to"):
        assert advice not in flat(talk.shown), advice
    # Again: nothing is left to do, and nothing is done.
    before = sorted(os.listdir(folder) + os.listdir(stick))
    again = Conversation("guide", cwd=folder)
    assert again.finish() == 0 and again.heading() == "Done", again.shown
    assert sorted(os.listdir(folder) + os.listdir(stick)) == before
    # An answer that is changed is sealed anew.
    os.utime(folder / "answers.json", (7e9, 7e9))
    again = Conversation("guide", cwd=folder)
    again.wait()
    assert again.heading().startswith("Step 4"), again.heading()
    again.type("q")
    assert again.finish() == 0
    assert authority.received(stick, directory) == canonical_example(directory)


def canonical(document):
    """What is sealed of a document."""
    for answer in document["answers"].values():
        answer.pop("note", None)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def canonical_example(_):
    return canonical(load(EXAMPLE))


def small_example():
    organisation = {"name": "Ankeborgs kommun", "number": "212999-0004", "group": "bolag"}
    return {**small_document(), "organisation": organisation}


@test
def another_edition_goes_all_the_way_to_its_receipt(directory):
    authority = empty(directory, "--edition", str(SMALL))
    document = small_example()
    folder, stick, _ = guided(directory, authority, script=Script(document, load(SMALL)))
    slip = (folder / "transfer-slip.html").read_text()
    assert "Småprov 2030" in slip, slip
    refused(msb("enrol", stick / "sender.card", "--fingerprint", json.loads(sigill("fingerprint", stick / "sender.card", "--json").out)["fingerprint"],
                "-r", authority.register, "-k", authority.keys), 1, 'there is no group "bolag"', "kommun, region, myndighet")
    assert authority.received(stick, directory) == canonical(document)
    expect(sigill("receipt", directory / "receipts", "-k", folder / "keys"), 0, out_has=["imported"])


def document_of_kinds(path):
    """Answers by chance to an edition with questions without points, of who is told in replies()."""
    kinds = Kinds(path)
    document = kinds.document(kinds.some_answers(random.Random(14)))
    group = next(one for one in ("kommun", "bolag") if one in kinds.model["groups"])
    document["organisation"] = {"name": "Ankeborgs kommun", "number": "212999-0004", "group": group}
    return document


for name, path in (("every_kind_of_question", EVERY_KIND), ("no_points", SKR)):
    def an_edition_goes_all_the_way_to_its_receipt(directory, path=path):
        authority = empty(directory, "--edition", str(path))
        document = document_of_kinds(path)
        folder, stick, talk = guided(directory, authority, script=Script(document, load(path)))
        sealed = json.loads(authority.received(stick, directory))
        assert {key: sealed[key] for key in document if key != "approval"} == {key: document[key] for key in document if key != "approval"}, sealed
        expect(sigill("receipt", directory / "receipts", "-k", folder / "keys"), 0, out_has=["imported"])
        if path == SKR:
            assert not re.search(r"[Ll]evel 0|0 of 0|[0-9] points", flat(talk.shown)), talk.shown
    an_edition_goes_all_the_way_to_its_receipt.__name__ = f"an_edition_with_{name}_goes_all_the_way_to_its_receipt"
    test(an_edition_goes_all_the_way_to_its_receipt)


@test
def another_edition_s_workbook_and_page_are_sealed_too(directory):
    words = ("--edition", SMALL)
    for key, name in (("b", "answers.xlsx"), ("c", "answers.html")):
        place = directory / key
        place.mkdir()
        _, folder = with_card(place, "bolag", *words)
        talk = Conversation("guide", *words, cwd=folder)
        talk.wait()
        talk.type(key)
        assert talk.finish() == 0 and (folder / name).exists(), talk.shown
        (folder / "typed.json").write_text(json.dumps(small_example()))
        filled = folder / ("answers.xlsx" if key == "b" else "answers.json")
        filled.unlink(missing_ok=True)
        expect(sigill("convert", folder / "typed.json", "-o", filled, *words), 0)
        talk = Conversation("guide", *words, cwd=folder)
        while True:
            try:
                talk.wait()
            except Gone:
                break
            asked = flat(talk.shown[talk.typed_at:])
            talk.type("s" if "s seal them" in asked else "yes\n" if "[yes/no]" in asked else ".\n" if "The folder of the medium" in asked else "\n")
        assert talk.finish() == 0 and talk.heading() == "Done", talk.shown
        assert len(list(folder.glob("*.sigill"))) == 1, list(folder.iterdir())


def with_card(directory, group="kommun", *words):
    """A folder with keys, a card and a trusted authority."""
    authority = empty(directory)
    folder = directory / "folder"
    expect(sigill("keygen", "-k", folder / "keys", "--no-passphrase"), 0)
    expect(sigill("card", "-k", folder / "keys", "--name", "Ankeborgs kommun", "--number", "212999-0004", "--group", group, *words), 0)
    expect(sigill("trust", folder / "msb.card", "-k", folder / "keys", "--fingerprint", authority.fingerprint), 0)
    return authority, folder


def said(talk, typed):
    """What is shown once that is typed."""
    talk.type(typed)
    return flat(talk.wait(same=True))


@test
def what_will_not_do_is_said_before_more_is_asked(directory):
    authority = empty(directory)
    folder = directory / "folder"
    talk = Conversation("guide", cwd=folder)
    # Another set of keys is made by nobody who presses Enter in the wrong folder.
    first = flat(talk.wait())
    assert f"works in the folder {folder.resolve()}." in first and "no keys here yet; they would lie in the folder keys" in first and "If you have made keys before" in first, first
    assert "Press one of these keys: n, q." in said(talk, "\n") and not (folder / "keys").exists()
    talk.type("q")
    assert talk.finish() == 0 and os.listdir(folder) == ["msb.card"]
    # The number before the group.
    expect(sigill("keygen", "-k", folder / "keys", "--no-passphrase"), 0)
    talk = Conversation("guide", cwd=folder)
    talk.wait()
    said(talk, "Ankeborgs kommun\n")
    assert "not an organisation number" in said(talk, "212999-0005\n")
    assert "Which kind of organisation" in said(talk, "212999-0004\n")
    assert "Press one of these keys: a, b, c, q." in said(talk, "kommun")
    talk.type("A")
    talk.wait()
    assert talk.heading().startswith("Step 3") and "call the authority" in flat(talk.block()), talk.shown
    assert "The authority calls you" in flat(talk.shown) and "call it and read" not in flat(talk.shown).lower()
    # The file before the fingerprint, whatever it is.
    (folder / "plan.txt").write_text("text")
    (folder / "with space.card").write_bytes((folder / "msb.card").read_bytes())
    for typed, why in (("nowhere/msb.card", "nowhere/msb.card"), ("'keys/own.card'", "card of Ankeborgs kommun, an organisation that answers"), ("keys/sign.key", "is a secret key"),
                       (str(EXAMPLE), "holds answers"), ("plan.txt", "plan.txt")):
        shown = said(talk, typed + "\n")
        assert why in shown and "The fingerprint that" not in shown, shown
    assert "that of Myndigheten, an authority" in said(talk, '"with space.card"\n')
    assert "not a fingerprint" in said(talk, "12345\n")
    # One that is refused is asked for with the same file.
    wrong = "00000 " * 10
    assert "That was not done" in said(talk, wrong + "\n")
    talk.type("\n")
    assert "Enter takes with space.card." in flat(talk.wait(same=True))
    said(talk, "\n")
    talk.type(authority.fingerprint + "\n")
    talk.wait()
    assert talk.heading().startswith("Step 4"), talk.shown
    talk.type("q")
    assert talk.finish() == 0


@test
def a_seal_that_is_not_confirmed_leaves_nothing(directory):
    _, folder = with_card(directory)
    (directory / "stick").mkdir()
    (folder / "answers.json").write_bytes(EXAMPLE.read_bytes())
    talk = Conversation("guide", cwd=folder)
    assert "question 40: not answered" in flat(talk.wait())
    shown = said(talk, "r")
    assert "What holds back level 2" in shown and "Step 4" not in shown, shown
    said(talk, "s")
    said(talk, "\n")
    said(talk, f"'{directory / 'stick'}'\n")
    shown = said(talk, "no\n")
    assert "Nothing was sealed." in shown and "That was not done" not in shown and "a back to the answers" in shown, shown
    assert "Step 4" in said(talk, "a")
    talk.type("q")
    assert talk.finish() == 0 and not list((directory / "stick").iterdir()), list((directory / "stick").iterdir())


@test
def an_enter_behind_a_letter_answers_nothing(directory):
    _, folder = with_card(directory)
    (folder / "answers.json").write_bytes(EXAMPLE.read_bytes())
    talk = Conversation("guide", cwd=folder)
    assert "Press one of the letters; no Enter is needed." in flat(talk.wait())
    talk.type("s")
    talk.wait()
    assert "Answer: s\n" in talk.shown.replace("\r", ""), talk.shown
    talk.type("\n")
    shown = flat(talk.wait(pattern=LINE))
    assert "Press Enter once more" in shown and "A file to seal along" in shown and "The folder of" not in shown, shown
    talk.type("\n")
    assert "The folder of the medium" in flat(talk.wait())
    talk.type("q\n")
    assert talk.finish() == 0


@test
def attachments_are_asked_for(directory):
    authority, folder = with_card(directory)
    stick = directory / "stick"
    stick.mkdir()
    (folder / "answers.json").write_bytes(EXAMPLE.read_bytes())
    for name in ("KS protokoll.pdf", "beslut.pdf"):
        (folder / name).write_text(name)
    talk = Conversation("guide", cwd=folder)
    talk.wait()
    said(talk, "s")
    assert "There is no such file." in said(talk, "protokoll.pdf\n")
    assert "That is a folder." in said(talk, f"{stick}\n")
    assert "One more file" in said(talk, "'KS protokoll.pdf'\n")
    said(talk, "beslut.pdf\n")
    assert "The folder of the medium" in said(talk, "\n")
    assert "KS protokoll.pdf, 16 bytes" in said(talk, f"{stick}\n")
    talk.type("yes\n")
    assert talk.finish() == 0 and talk.heading() == "Done", talk.shown
    # Which bundle, and which slip: another run names them by what is kept.
    short = re.search(r"Short digest +([0-9-]+)", talk.shown).group(1)
    assert f"the short digest {short}" in flat(talk.block()) and "slip is transfer-slip.html" in flat(talk.block()), talk.block()
    talk = Conversation("guide", cwd=folder)
    assert talk.finish() == 0 and f"the short digest {short}" in flat(talk.block()) and "the one that has this" in flat(talk.block()), talk.block()
    # The bundle that another one replaces is named where it lies beside that.
    first, = stick.glob("*.sigill")
    words = ["seal", folder / "answers.json", "-k", folder / "keys", "--yes", "-o"]
    assert "earlier bundle" not in expect(sigill(*words, directory), 0).err
    warned = flat(expect(sigill(*words, stick), 0).err)
    assert f"{first}: an earlier bundle of yours lies beside the new one; take it away" in warned and warned.count("earlier bundle of") == 1, warned


@test
def a_wrong_fingerprint_is_refused_and_asked_for_again(directory):
    authority = empty(directory)
    folder = directory / "folder"
    expect(sigill("keygen", "-k", folder / "keys", "--no-passphrase"), 0)
    expect(sigill("card", "-k", folder / "keys", "--name", "Ankeborgs kommun", "--number", "212999-0004", "--group", "kommun"), 0)
    talk = Conversation("guide", cwd=folder)
    wrong = authority.fingerprint[:-1] + str((int(authority.fingerprint[-1]) + 1) % 10)
    for typed, heading in (("msb.card\n", "Step 3"), (wrong + "\n", "Step 3"), ("\n", "Step 3"), ("\n", "Step 3"), (authority.fingerprint + "\n", "Step 4")):
        talk.wait(same=True)
        talk.type(typed)
        talk.wait(same=True)
        assert talk.heading().startswith(heading), talk.shown
        talk.typed_at = min(talk.typed_at, len(talk.shown) - 1)
    assert "That was not done" in talk.shown
    talk.type("q")
    assert talk.finish() == 0 and not (folder / "answers.json").exists()


@test
def the_answers_may_come_from_a_workbook_or_a_page(directory):
    _, folder = with_card(directory)
    page, book = folder / "answers.html", folder / "answers.xlsx"
    for key, path, advice in (("c", page, "put the file that it saves into this folder"), ("b", book, "save it under the same name")):
        talk = Conversation("guide", cwd=folder)
        talk.wait()
        assert talk.heading().startswith("Step 4") and ("answers.html lies here already" in flat(talk.shown)) == (key == "b"), talk.shown
        talk.type(key)
        assert talk.finish() == 0 and advice in flat(talk.shown) and "sigill check" not in talk.shown, talk.shown
        assert path.exists() and not (folder / "answers.json").exists()
        if key == "c":  # once more, with the page there: it stays
            before = page.read_bytes()
            talk = Conversation("guide", cwd=folder)
            talk.wait()
            talk.type("c")
            assert talk.finish() == 0 and advice in flat(talk.shown) and page.read_bytes() == before, talk.shown
    # Both say who answers, as the card does.
    own = {"name": "Ankeborgs kommun", "number": "212999-0004", "group": "kommun"}
    expect(sigill("convert", book, "-o", directory / "begun.json"), 0)
    assert load(directory / "begun.json")["organisation"] == own
    draft = json.loads(re.search(r'id="data">(.*?)</script>', page.read_text(), re.S).group(1))["draft"]
    assert {key: draft["organisation"][key] for key in own} == own, draft
    # An empty workbook is checked again until it is filled in.
    talk = Conversation("guide", cwd=folder)
    talk.wait(same=True)
    assert talk.heading().startswith("Step 4") and "The period's first day: the day is missing" in flat(talk.shown) and "check it again" in flat(talk.shown) and "s seal them" not in flat(talk.shown), talk.shown
    book.unlink()
    expect(sigill("convert", EXAMPLE, "-o", book), 0)
    assert "Answered: 39 of 40 questions" in said(talk, "\n")
    assert "level 2" in said(talk, "r")
    assert "Step 5" in said(talk, "s")
    talk.type("q\n")
    assert talk.finish() == 0
    # It is checked again, and the user decides again.
    talk = Conversation("guide", cwd=folder)
    assert "Answered: 39 of 40 questions" in flat(talk.wait(same=True))
    said(talk, "s")
    said(talk, "\n")
    assert "[yes/no]" in said(talk, ".\n")
    talk.type("yes\n")
    assert talk.finish() == 0 and talk.heading() == "Done", talk.shown
    assert sorted(path.suffix for path in folder.iterdir() if path.is_file()) == [".card", ".card", ".html", ".html", ".sigill", ".xlsx"]


@test
def a_form_says_who_answers_by_the_own_card(directory):
    _, folder = with_card(directory)
    made = json.loads(expect(sigill("template", "-k", folder / "keys"), 0, err="").out)
    assert made["organisation"] == {"name": "Ankeborgs kommun", "number": "212999-0004", "group": "kommun"}, made["organisation"]
    again = json.loads(expect(sigill("template", "-k", folder / "keys", "--from", EXAMPLE), 0, err="").out)
    assert again["organisation"]["name"] == "Ankeborgs kommun", again["organisation"]
    # Keys without a card, as SIGILL_KEYS may name them, or none at all, are no obstacle; a broken card is.
    expect(sigill("keygen", "-k", folder / "other", "--no-passphrase"), 0)
    for keys in (folder / "other", folder / "none"):
        made = expect(sigill("template", env={"SIGILL_KEYS": str(keys)}), 0, err_has="there is no card of yours")
        assert json.loads(made.out)["organisation"]["name"] == ""
    (folder / "other/own.card").write_bytes(b"x" * 100)
    refused(sigill("template", "-k", folder / "other"), 1, "own.card")
    # An authority has a card that fills in nothing.
    assert json.loads(sigill("template", "-k", directory / "msb").out)["organisation"]["name"] == ""


@test
def a_form_for_programs_on_a_terminal_says_what_else_there_is(directory):
    talk = Conversation("template", cwd=directory)
    assert talk.finish() == 0 and "a page for a browser: `sigill template -o formular.html`" in flat(talk.shown), talk.shown[-500:]


@test
def of_several_files_of_answers_one_is_chosen(directory):
    _, folder = with_card(directory)
    (folder / "answers (1).json").write_bytes(EXAMPLE.read_bytes())
    expect(sigill("convert", EXAMPLE, "-o", folder / "answers.xlsx"), 0)
    expect(sigill("convert", EXAMPLE, "-o", folder / "answers.ods"), 2)
    (folder / "answers.ods").write_bytes((folder / "answers.xlsx").read_bytes())
    (folder / "answers.xls").write_bytes(b"x")
    talk = Conversation("guide", cwd=folder)
    shown = flat(talk.wait())
    assert "answers.xls lies here too and cannot be read" in shown and "a answers (1).json, saved 20" in shown, shown
    assert "b answers.xlsx, saved" in shown and "c answers.ods, saved" in shown, shown
    assert "question 40: not answered" in said(talk, "a")
    assert "Step 5" in said(talk, "s")
    talk.type("q\n")
    assert talk.finish() == 0
    # What a browser has named anew is found when it is alone; and a file that is named needs no choice.
    (folder / "answers.xlsx").unlink()
    (folder / "answers.ods").unlink()
    for words in ([], ["answers (1).json"]):
        talk = Conversation("guide", *words, cwd=folder)
        assert "question 40: not answered" in flat(talk.wait())
        talk.type("q")
        assert talk.finish() == 0


@test
def a_passphrase_that_failed_is_asked_for_again_at_once(directory):
    folder = directory / "folder"
    folder.mkdir()
    talk = Conversation("guide", cwd=folder)
    talk.wait()
    said(talk, "n")
    for _ in range(3):
        said(talk, PASSPHRASE + "\n")
        shown = said(talk, "something else\n")
    assert "That was not done" in shown, shown
    shown = said(talk, "\n")
    assert "New passphrase for the keys" in shown and "n make new keys" not in shown, shown
    talk.interrupt("SIGINT")


@test
def a_card_that_lies_on_the_medium_stays(directory):
    _, folder = with_card(directory)
    (directory / "stick").mkdir()
    (directory / "stick/sender.card").write_bytes((folder / "msb.card").read_bytes())
    document = load(EXAMPLE)
    document["answers"]["40"] = {"no": "no", "assessment": "sure"}
    (folder / "answers.json").write_text(json.dumps(document))
    talk = Conversation("guide", cwd=folder)
    talk.wait()
    said(talk, "s")
    said(talk, "\n")
    said(talk, f"{directory / 'stick'}\n")
    talk.type("yes\n")
    assert talk.finish() == 0 and "another card as sender.card" in flat(talk.shown), talk.shown
    assert (directory / "stick/sender.card").read_bytes() == (folder / "msb.card").read_bytes()


@test
def on_a_narrow_terminal_without_swedish_letters(directory):
    _, folder = with_card(directory)
    talk = Conversation("guide", cwd=folder, width=40, lang="sv", env={"LC_ALL": "C"}, utf8=False)
    talk.wait()
    talk.type("q")
    assert talk.finish() == 0 and "Fraga" not in talk.shown and "\x1b" not in talk.shown
    assert all(len(line) <= 40 or "sigill " in line or " " not in line for line in talk.shown.splitlines()) and talk.shown.isascii(), talk.shown
    refused(sigill("guide", cwd=folder), 2, "there is no terminal")


@test
def to_the_end_on_a_narrow_terminal_without_swedish_letters_and_bold(directory):
    authority = empty(directory)
    (directory / "folder/svar.json").write_bytes(EXAMPLE.read_bytes())
    folder, stick, talk = guided(directory, authority, lang="sv", width=40, env={"LC_ALL": "C", "NO_COLOR": "1", "TERM": "xterm"}, utf8=False)
    for line in talk.shown.splitlines():
        line = max(line.replace("\x1b[K", "").split("\r"), key=len)
        assert len(line) <= 40 or "sigill " in line or " " not in line.strip() or line.startswith("> "), line
    assert talk.shown.isascii() and "\x1b[1m" not in talk.shown and "Guiden arbetar i mappen" in flat(talk.shown), talk.shown
    assert sorted(os.listdir(folder)) == ["foljesedel.html", "msb.card", "nycklar", "svar.json"], os.listdir(folder)
    assert authority.received(stick, directory) == canonical_example(directory)


for how in "SIGINT", "SIGKILL", "closed":
    def wherever(directory, how=how):
        authority = empty(directory)
        _, stick, _ = guided(directory, authority, how, EVERY)
        assert len([name for name in os.listdir(stick) if name.endswith(".sigill")]) == 1
        assert authority.received(stick, directory) == canonical_example(directory)
    wherever.__name__ = f"interrupted_by_{how}_wherever_it_asks"
    test(wherever)


run()
