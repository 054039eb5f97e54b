"""A conversation with sigill.exe on a terminal of this system, as Wine has it."""
import os
import re
import termios
import time

import winekit  # noqa: F401
import conversationkit

ENDED = 0x3A  # what this system has room for of the status of a program that Ctrl-C ended there, 0xC000013A
SET_BACK = TAKEN_OVER = 10  # seconds
DRAWN = re.compile(r"\x1b\[[?0-9;]*[A-BD-Za-z]")


class There(conversationkit.Conversation):
    """Wine draws the screen anew for this system's terminal: what it writes is read as the lines that it makes."""

    def __init__(self, *words, env=None, **options):
        """Without what makes letters bold, which Wine takes for letters."""
        super().__init__(*words, env={"NO_COLOR": "1", **(env or {})}, **options)

    def _take(self):
        before = self.shown
        super()._take()
        drawn = re.sub(r"\x1b\[1?C", " ", self.shown[len(before):])
        self.shown = before.rstrip("\r") + re.sub(r"\r+\n", "\n", DRAWN.sub("", drawn))
        return self.shown != before

    def interrupt(self, how):
        """Who is ended by Ctrl-C says so by another status there, and Wine sets this system's terminal back when its own has gone."""
        if how != "SIGINT":
            super().interrupt(how)
            return
        os.write(self.ours, b"\x03")
        status = self.child.wait(conversationkit.TIMEOUT)
        assert status == ENDED, status
        deadline = time.monotonic() + SET_BACK
        while termios.tcgetattr(self.theirs) != self.modes and time.monotonic() < deadline:
            time.sleep(0.02)
        assert termios.tcgetattr(self.theirs) == self.modes
        self.close()

    def type(self, text):
        """As its keyboard has it: Enter is not the end of a line there. Wine may show something a little before it takes this system's
        terminal over; what is typed until then comes in lines of this system's, whose end is no Enter."""
        deadline = time.monotonic() + TAKEN_OVER
        while termios.tcgetattr(self.theirs)[3] & termios.ICANON and time.monotonic() < deadline:
            time.sleep(0.02)
        super().type(text.replace("\n", "\r"))
