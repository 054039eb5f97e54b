"""What is read on a screen: every line of every subcommand fits it, 80 or 40 columns wide, as letters are wide; into a pipe
goes the same everywhere; a help that is longer than the terminal is shown page by page."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata

from memorykit import subcommands
from runkit import fresh_place, runs, the_place
from sigill_test import TIMEOUT, command_line, environment, expect, msb, program, run, sigill, test

BULLETS = ("-", "*", "***", ">")


def columns(text):
    """As Unicode has it (East Asian Width; marks that join take no room of their own)."""
    return sum(0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def too_wide(text, width):
    """The lines that are wider, but for words that are wider than the screen themselves, such as a path."""
    found = []
    for line in text.splitlines():
        words = [word for word in line.split() if word not in BULLETS]
        command = line.startswith(" ") and words[:1] in (["sigill"], ["sigill-msb"])  # for pasting
        if columns(line) > width and not command and not (len(words) == 1 and columns(line.strip()) > width // 2):
            found.append(line)
    return found


def fits(result, width, what):
    wide = too_wide(result.out, width) + too_wide(result.err, width)
    assert not wide, f"{what}, {width} columns:\n" + "\n".join(wide)
    assert "\x1f" not in result.out + result.err, what


@test
def a_bar_has_its_figures_beside_it(directory):
    for words in (["score", "docs/examples/ankeborg.json"], ["score", "docs/examples/ankeborg.json", "--summary"]):
        for width in ("40", "50"):
            said = expect(sigill(*words, env={"COLUMNS": width}), 0).out
            rows = [line for line in said.splitlines() if "█" in line]
            assert len(rows) == 10 and all(re.search(r"[█░]{12} +\d+/\d+ +\d$", row) for row in rows), said
            assert width != "40" or len({row.index("█") for row in rows}) == 1, said


@test
def every_help_fits(_):
    for width in (80, 40, 20):
        for lang in ("sv", "en"):
            for name in ("sigill", "sigill-msb"):
                fits(program(name, "--help", lang=lang, env={"COLUMNS": str(width)}), max(width, 40) if width == 20 else width, name)
                for command in subcommands(name):
                    shown = program(name, command, "--help", lang=lang, env={"COLUMNS": str(width)})
                    if width > 20:
                        fits(expect(shown, 0, err=""), width, f"{name} {command} --help, {lang}")


def text_runs():
    return [one for one in runs() if "--json" not in one.words and "--csv" not in one.words and not {"template"} & set(one.words[:1])]


@test
def every_output_fits(directory):
    for place, one in enumerate(text_runs()):
        for width, lang in ((80, "sv"), (40, "sv"), (40, "en")):
            if (width, lang) != (40, "sv") and (one.whole or one.each):
                continue
            if one.whole or one.each or not place:
                fresh_place()
            fits(program(one.program, *one.words, lang=lang, cwd=the_place().directory, env={"COLUMNS": str(width)}), width, f"{one} ({lang})")


@test
def every_refusal_fits(directory):
    for words in (["seal"], ["seal", "nowhere/at/all/answers.json", "-k", "nowhere"], ["open", "x"], ["nonsense"], ["check", "--nonsense"],
                  ["receipt", "x", "-k", "nowhere"], ["score", "README.md"], ["inspect", "README.md"], ["card", "-k", "nowhere"]):
        for lang in ("sv", "en"):
            fits(sigill(*words, lang=lang, env={"COLUMNS": "40"}), 40, words)
    for name in subcommands("sigill-msb"):
        fits(msb(name, "-r", "nowhere", "-k", "nowhere", env={"COLUMNS": "40"}), 40, name)


@test
def a_pipe_gets_the_same_everywhere(_):
    words = ["check", "tests/data/typical-municipality.json"]
    plain = sigill(*words)
    assert plain.out == sigill(*words, env={"COLUMNS": "80"}).out
    assert plain.out == sigill(*words, env={"COLUMNS": "wide"}).out == sigill(*words, env={"COLUMNS": "200"}).out
    assert len(sigill("seal", "nowhere/answers.json", "-k", "nowhere/at/all").err.splitlines()) <= 2


def on_terminal(words, rows, width, typed=(), codeset="utf-8", env=None):
    """What a terminal of that size shows, which is standard output too."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, width, 0, 0))

    def take_terminal():
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(command_line("sigill-msb", words, "sv"), env=environment(env), stdin=theirs, stdout=theirs, stderr=theirs,
                             preexec_fn=take_terminal)
    os.close(theirs)
    shown, typed = b"", list(typed)
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        if shown.endswith(b" -- ") and typed:
            os.write(ours, typed.pop(0))
    os.close(ours)
    assert child.wait(TIMEOUT) == 0
    return shown.decode(codeset).replace("\r", "")


@test
def help_is_shown_page_by_page_on_a_terminal(_):
    whole = msb("--help", lang="sv").out
    assert len(whole.splitlines()) > 24
    shown = on_terminal(["--help"], 24, 80, [b"\n"] * 9)
    assert "mer: Enter" in shown and "Slutstatus" in shown, shown
    shown = on_terminal(["--help"], 24, 80, [b"q\n"])
    assert "mer: Enter" in shown and "Slutstatus" not in shown, shown
    assert "mer: Enter" not in on_terminal(["--help"], 200, 80)
    assert too_wide(on_terminal(["receive", "--help"], 200, 44), 44) == []
    short = [name for name in subcommands("sigill-msb") if len(msb(name, "--help", lang="sv").out.splitlines()) <= 24]
    assert len(short) > 15, short


@test
def a_terminal_gets_the_letters_that_it_has(_):
    whole = on_terminal(["receive", "--help"], 200, 44)
    assert "läs paket" in whole, whole
    for env, codeset in ({"LC_ALL": "sv_SE.ISO-8859-1"}, "latin-1"), ({"LC_ALL": "C"}, "ascii"):
        shown = on_terminal(["receive", "--help"], 200, 44, codeset=codeset, env=env)
        assert ("läs paket" if codeset == "latin-1" else "las paket") in shown and "?" not in shown.replace(" ?", ""), shown
        assert [columns(line) for line in shown.splitlines()] == [columns(line) for line in whole.splitlines()], shown


run()
