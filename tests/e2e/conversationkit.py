"""A terminal that `sigill answer` and `sigill guide` are talked with on: what it shows is read like a user reads it, what is
asked for is known by its heading, and what is typed is counted."""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata

from sigill_test import TIMEOUT, command_line, environment

RULE = re.compile(r"^-{20,}$", re.M)
# What stands behind the cursor when something is waited for: a line, yes or no, a search; a key, below a heading.
LINE = re.compile(r"(?:^|\n)(?:> |/ |[^\n]*\[y/n\] |[^\n]*\[j/n\] |[^\n]*\[yes/no\] |[^\n]*\[ja/nej\] |[^\n]*assphrase for[^\n]*: |[^\n]*[Ll]osenfras for[^\n]*: |Once more: |En gang till: )\Z")
PASS_OVER = "Press Enter once more to leave it for later."
HABIT = "Press Enter once more if that is your answer."
KEY = re.compile(r"(?:^|\n)(?:Answer|Svar):[^\n]*\Z")
ENDING = re.compile(r"Enter[ \xa0~]*(?:the first that is left|end|till den första som är kvar|sluta)\b[^>]*\Z")


class Gone(Exception):
    """The program ended; its exit status."""


class Conversation:
    """A program on a terminal of its own. shown: all that it showed; keys: how many were typed; screens: how many headings
    were shown."""

    def __init__(self, *words, cwd=None, width=80, lang="en", env=None, codeset="utf-8", utf8=True):
        self.codeset, self.shown, self.keys, self.screens, self.status, self.typed_at = codeset, "", 0, 0, None, 0
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        modes = termios.tcgetattr(self.theirs)
        modes[0] = modes[0] | 0x4000 if utf8 else modes[0] & ~0x4000  # IUTF8
        termios.tcsetattr(self.theirs, termios.TCSANOW, modes)
        self.modes = termios.tcgetattr(self.theirs)

        def take_terminal():
            # Tests in the background of a shell, or under nohup, begin with signals that are ignored.
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM, signal.SIGTSTP):
                signal.signal(number, signal.SIG_DFL)
            os.setsid()
            fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)

        self.child = subprocess.Popen(command_line("sigill", words, lang), cwd=cwd, env=environment({"TERM": "dumb", **(env or {})}), stdin=self.theirs,
                                      stdout=self.theirs, stderr=self.theirs, preexec_fn=take_terminal)

    # ---- reading ----

    def _take(self):
        try:
            part = os.read(self.ours, 65536).decode(self.codeset, "replace").replace("\r\n", "\n")
        except OSError:
            part = ""
        self.shown += part
        return part

    def _asks(self, tail, pattern, same):
        """Whether what is shown since the last key ends with a prompt: a line that was written over is as it was left. A key
        is asked for below a heading that was shown since; same: or below one that was there."""
        if pattern:
            return pattern.search(tail)
        lines = tail.split("\n")
        text = "\n".join(lines[:-1] + [lines[-1].rsplit("\r", 1)[-1]])
        return LINE.search(text) or (same or RULE.search(tail)) and (KEY.search(text) or ENDING.search(text))

    def wait(self, pattern=None, same=False):
        """Until something is asked for and nothing follows; what was shown since the last key. A question that Enter was
        pressed at is passed over with the second Enter that the program asks for."""
        before, deadline, passed = self.typed_at, time.monotonic() + TIMEOUT, False
        while time.monotonic() < deadline:
            if select.select([self.ours], [], [], 0.02)[0]:
                if self._take():
                    continue
            tail = self.shown[before:]
            if not (pattern or passed) and any(said in " ".join(tail.split()) for said in (PASS_OVER, HABIT)) and self._asks(tail, None, True):
                self.type("\n")
                before, passed = self.typed_at, True
                continue
            if tail and self._asks(tail, pattern, same):
                self.screens += len(RULE.findall(tail))
                return tail
            if self.child.poll() is not None:
                while select.select([self.ours], [], [], 0)[0] and self._take():
                    pass
                self.status = self.child.returncode
                raise Gone(self.status)
        raise AssertionError(f"nothing is asked for; shown: {self.shown[-2000:]!r}")

    def question(self):
        """The last line that says something, a prompt apart."""
        lines = [line for line in (one.rsplit("\r", 1)[-1] for one in self.block().split("\n")) if line.strip() and not line.startswith(("> ", "Answer:", "Enter takes"))]
        last = self.shown.rsplit("\n", 1)[-1].rsplit("\r", 1)[-1]
        return last if last not in ("> ", "Answer: ") else lines[-1] if lines else ""

    def heading(self):
        """The line below the last rule."""
        lines = RULE.split(self.shown)[-1].replace("\x1b[1m", "").replace("\x1b[0m", "").strip().splitlines()
        return lines[0] if lines else ""

    def block(self):
        """What is shown since the last rule, bold or not."""
        return RULE.split(self.shown)[-1].replace("\x1b[1m", "").replace("\x1b[0m", "")

    # ---- typing ----

    def type(self, text):
        self.keys += len(text)
        self.typed_at = len(self.shown)
        os.write(self.ours, text.encode(self.codeset))

    # ---- ending ----

    def interrupt(self, how):
        """Ends the program in a way: "SIGINT" as Ctrl-C, "SIGKILL", or "closed", the terminal's end. The modes that the
        terminal is left in must be those it had, but where nobody can set them back."""
        if how == "SIGINT":
            os.write(self.ours, b"\x03")
        elif how == "closed":
            os.close(self.ours)
            self.ours = -1
        else:
            os.kill(self.child.pid, getattr(signal, how))
        status = self.child.wait(TIMEOUT)
        expected = {"SIGINT": (-signal.SIGINT,), "closed": (-signal.SIGHUP, 3)}.get(how, (-getattr(signal, how, 0),))
        assert status in expected, (how, status)
        if how not in ("SIGKILL", "closed"):
            assert termios.tcgetattr(self.theirs) == self.modes, how
        self.close()

    def finish(self):
        """Until the program ends; its exit status."""
        deadline = time.monotonic() + TIMEOUT
        while self.child.poll() is None and time.monotonic() < deadline:
            if select.select([self.ours], [], [], 0.02)[0]:
                self._take()
        while select.select([self.ours], [], [], 0)[0] and self._take():
            pass
        self.status = self.child.wait(1)
        assert termios.tcgetattr(self.theirs) == self.modes
        self.close()
        return self.status

    def close(self):
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        for fd in (self.ours, self.theirs):
            if fd >= 0:
                os.close(fd)
        self.ours = self.theirs = -1


# ---- a document, as what is typed for it ----

def option_keys(names):
    return dict(zip(names, "abcdefghijklmnopqrstuvwxyz123456"))


def answer_keys(answer):
    """The keys that give an answer: one without points, and one of none, is given by Enter."""
    if "yes" not in answer and "no" not in answer:
        return "\n"
    chosen = "".join(answer["yes"]) if isinstance(answer.get("yes"), list) else str(answer.get("yes", ""))
    given = {"sure": "s", "unsure": "o"}[answer["assessment"]] if "assessment" in answer else "\n"
    return chosen + {"no": "n", "none": "i", "partly": "u"}.get(answer.get("no"), "") + given


def plain(text):
    """As a terminal without Swedish letters shows it."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if ord(letter) < 128)


class Script:
    """What is typed at each heading so that the file becomes a document: heading -> what to type, one prompt each. A note is
    written before its answer; a text takes a line for each of its own and an empty one."""

    def __init__(self, document, edition):
        model, wording = edition["model"], edition["wording"]
        topics = {one["id"]: one["topic"] for one in wording["questions"]}
        valued = {one["id"]: one["kind"] in ("number", "date") for one in model["questions"]}
        organisation = document["organisation"]
        line = lambda text: [text + "\n"]
        self.at = {
            "The organisation's name": line(organisation["name"]),
            "Organisation number": line(organisation["number"]),
            "Group": line(option_keys(model["groups"])[organisation["group"]]),
            "Organisations that you answer for besides":
                [typed for one in organisation.get("covers", []) for typed in (one["name"] + "\n", one.get("number", "") + "\n")] + ["\n"],
            "First day of the period": line(document["period"]["from"]),
            "Last day of the period": line(document["period"]["to"]),
            "Marking": line(option_keys(model["markings"])[document["marking"]]),
            "Who took part in answering": ["".join(option_keys(model["roles"])[one] for one in document["participants"]) + "\n"],
            "Approved by": line(document["approval"]["by"]),
            "Role of who approved": line(document["approval"].get("role", "")),
            "Day of the approval": line(document["approval"]["date"]),
            "Reference of the approval": line(document["approval"].get("reference", "")),
        }
        for number, answer in document["answers"].items():
            sign = "#\n" if valued[int(number)] else "#"
            note = [sign] + [text + "\n" for text in answer["note"].split("\n")] + ["\n"] if "note" in answer else []
            self.at[f"Question {number}. {topics[int(number)]}"] = note + [answer_keys(answer)]
        texts = {**document.get("background", {}), **{key: document[key] for key in ("circumstances", "obstacles") if key in document}}
        kinds = {one["id"]: one["kind"] for one in model["background"]}
        self.texts = [one["topic"] for one in wording["background"] if kinds[one["id"]] != "consent"]  # of several lines
        for one in wording["background"]:
            text = texts.get(one["id"], "")
            self.at[one["topic"]] = [{"ja": "j\n", "nej": "nej\n", "": "\n"}[text]] if kinds[one["id"]] == "consent" \
                else [part + "\n" for part in text.split("\n") if part] + ["\n"]

    def typed(self, heading):
        heading = re.sub(r" \((new|changed)\)$", "", heading)  # since the edition that this one follows
        for known, typed in self.at.items():
            if plain(known).startswith(plain(heading)):  # a long one is broken
                return list(typed)
        raise AssertionError(f"unknown heading {heading!r}")


def small_document():
    """Whole answers to tests/data/small-edition.json."""
    return {
        "edition": "smaprov-2030", "organisation": {"name": "Skolan", "number": "212999-0004", "group": "bolag"},
        "period": {"from": "2020-01-01", "to": "2020-12-31"}, "marking": "öppen", "participants": ["rektor", "säkerhetschef"],
        "answers": {"3": {"yes": ["a", "c"], "assessment": "sure"}, "7": {"yes": 4, "assessment": "unsure"},
                    "10": {"no": "partly", "assessment": "sure"}, "21": {"no": "none", "assessment": "sure"},
                    "22": {"yes": ["a", "b", "c", "d", "e"], "assessment": "unsure"}, "105": {"no": "no", "assessment": "sure", "note": "En."}},
        "obstacles": "Tid.", "background": {"suppliers": "Två\ntre"},
        "approval": {"by": "Rektorn", "role": "Rektor", "date": "2021-02-01", "reference": "7"}}


def load(path):
    return json.loads(open(path, encoding="utf-8").read())


def at_the_end(talk):
    return talk.heading() in ("All is filled in", "The end; some places are left", "The end; something is to be corrected")


def answer_all(talk, script, begin=True):
    """Fills in all that is asked for, to the end."""
    if begin:
        talk.wait()
        talk.type("y\n")
    while True:
        talk.wait()
        if at_the_end(talk):
            return
        for number, typed in enumerate(script.typed(talk.heading())):
            if number:
                talk.wait()
            talk.type(typed)
