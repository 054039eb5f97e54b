"""`sigill guide` there, on a terminal: from an empty folder to a sealed bundle, which is received here."""
import os
import re

import winekit  # noqa: F401
import conversationkit
import sigill_test
from sigill_test import run, test

sigill_test.run = lambda: None  # the suite whose way is gone here begins by itself
import guide  # noqa: E402

sigill_test._tests.clear()


DRAWN = re.compile(r"\x1b\[[?0-9;]*[A-BD-Za-z]")


class There(conversationkit.Conversation):
    """Wine draws the screen anew for this system's terminal: what it writes is read as the lines that it makes."""

    def _take(self):
        before = self.shown
        super()._take()
        drawn = re.sub(r"\x1b\[1?C", " ", self.shown[len(before):])
        self.shown = before.rstrip("\r") + re.sub(r"\r+\n", "\n", DRAWN.sub("", drawn))
        return self.shown != before

    def type(self, text):
        """As its keyboard has it: Enter is not the end of a line there."""
        super().type(text.replace("\n", "\r"))


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
