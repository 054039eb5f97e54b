"""`sigill guide` there, on a terminal: from an empty folder to a sealed bundle, which is received here."""
import os
import re

from winetalk import There  # first: it finds the others
import conversationkit
import sigill_test
from sigill_test import run, test

sigill_test.run = lambda: None  # the suite whose way is gone here begins by itself
import guide  # noqa: E402

sigill_test._tests.clear()


@test
def the_guide_goes_from_an_empty_folder_to_a_sealed_bundle(directory):
    guide.Conversation = There
    authority = guide.empty(directory, "--edition", str(guide.SMALL))
    document = guide.small_example()
    folder, stick, talk = guide.guided(directory, authority, script=guide.Script(document, guide.load(guide.SMALL)), env={"NO_COLOR": "1"})
    assert sorted(os.listdir(folder)) == ["answers.json", "keys", "msb.card", "transfer-slip.html"], os.listdir(folder)
    assert guide.PASSPHRASE not in talk.shown
    assert authority.received(stick, directory) == guide.canonical(document)


@test
def ctrl_c_ends_it_wherever_it_asks_and_leaves_nothing(directory):
    """In a step, which is a process of its own, too."""
    for typed, asked in ((), None), (("n",), "New passphrase for the keys in keys: "), (("n", guide.PASSPHRASE + "\n"), "Once more: "):
        talk = There("guide", cwd=directory)
        talk.wait(same=True)
        for place, one in enumerate(typed):
            if place:
                talk.wait(re.compile("keys: $"))
            talk.type(one)
        if asked:
            talk.wait(re.compile(re.escape(asked) + "$"))
        talk.interrupt("SIGINT")
        assert os.listdir(directory) == [], os.listdir(directory)


@test
def letters_are_whole_on_the_terminal(directory):
    """What is said beside a conversation goes to the terminal as well, and not byte by byte."""
    talk = There("keygen", "-k", "nycklar å", "--no-passphrase", cwd=directory, lang="sv")
    try:
        talk.wait()
    except conversationkit.Gone:
        pass
    said = " ".join(talk.shown.split())
    assert "\ufffd" not in said, said
    for part in ("nycklarna i nycklar å har INGEN LÖSENFRAS", "öppnar det ni får", "Förvara en kopia av katalogen i ett säkerhetsskåp"):
        assert part in said, said


run()
