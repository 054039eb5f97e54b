"""What a reader of the manual and of the completion finds beside what --help says (TAP)."""
import os
import re
import subprocess
import sys
from pathlib import Path

BUILD = Path(os.environ.get("BUILD", "build"))
PROGRAMS = ("sigill", "sigill-msb")
PAGES = {"en": BUILD / "man", "sv": BUILD / "man/sv"}
# A Swedish page has Swedish headings, of which mandoc says that they are not the English ones.
HEADINGS = {"NAMN": "NAME", "ÖVERSIKT": "SYNOPSIS", "BESKRIVNING": "DESCRIPTION", "MILJÖ": "ENVIRONMENT", "FILER": "FILES",
            "AVSLUTNINGSSTATUS": "EXIT STATUS", "EXEMPEL": "EXAMPLES", "SE ÄVEN": "SEE ALSO", "SÄKERHET": "SECURITY CONSIDERATIONS",
            "UNDERKOMMANDON": "SUBCOMMANDS", "FLAGGOR FÖR ALLA UNDERKOMMANDON": "OPTIONS OF ALL SUBCOMMANDS"}
# What no Swedish sentence has.
ENGLISH = re.compile(r"\b(the|of|and|with|which|from|this|that|are|is|it|not|has|have|where|what|who)\b")


def said(*words, text=None):
    return subprocess.run(words, input=text, capture_output=True, text=True, check=False, encoding="utf-8")


def helped(program, *words):
    return said(BUILD / program, *words, "--help", "--lang", "en").stdout


def subcommands(program):
    """As the program itself lists them."""
    return re.findall(r"^  ([a-z-]+)  ", helped(program), re.M)


def options(program, subcommand):
    return re.findall(r"^  (?:-\w, |    )--([a-z-]+)", helped(program, subcommand), re.M)


def page(language, name):
    section = "5" if name == "sigill-bundle" else "1"
    return PAGES[language] / f"man{section}" / f"{name}.{section}"


def shown(language, name):
    return re.sub(".\x08", "", said("mandoc", "-Tutf8", "-Owidth=400", page(language, name)).stdout)


def lint_finds_nothing():
    found = []
    for language in PAGES:
        for name in (*PROGRAMS, "sigill-bundle"):
            text = page(language, name).read_text(encoding="utf-8")
            for own, english in HEADINGS.items():
                text = text.replace(f"\n.Sh {own}\n", f"\n.Sh {english}\n")
            notes = said("mandoc", "-Tlint", "-Wall", "-Kutf-8", text=text)
            # Which other manuals a machine has is its own.
            found += [f"{language} {name}: {line}" for line in notes.stdout.splitlines()
                      if "referenced manual not found" not in line and "outdated mandoc.db" not in line]
    return found


def every_subcommand_has_its_options():
    found = []
    for program in PROGRAMS:
        text = {language: shown(language, program) for language in PAGES}
        for subcommand in subcommands(program):
            for language in PAGES:
                # From the line that begins with the name to the next that stands as far to the left.
                part = re.search(rf"^     {subcommand}(?:  | [^-\n]*$|$).*?(?=^     \S|^\S|\Z)", text[language], re.M | re.S)
                listed = re.findall(r"--([a-z-]+)", part[0]) if part else []
                found += [f"{language} {program} {subcommand}: no --{one}" for one in options(program, subcommand)
                          if one not in (*listed, "lang", "help")]
                if part is None:
                    found.append(f"{language} {program}: no {subcommand}")
    return found


def no_english_in_the_swedish_manual():
    found = []
    for name in (*PROGRAMS, "sigill-bundle"):
        for line in page("sv", name).read_text(encoding="utf-8").splitlines():
            if not line.startswith(".") and ENGLISH.search(line):
                found.append(f"{name}: {line}")
    return found


def the_two_languages_have_the_same_sections():
    found = []
    for name in (*PROGRAMS, "sigill-bundle"):
        own, english = (re.findall(r"^\.Sh (.*)$", page(language, name).read_text(encoding="utf-8"), re.M) for language in ("sv", "en"))
        if [HEADINGS.get(one, one) for one in own] != english:
            found.append(f"{name}: {own} beside {english}")
    return found


BASH = """
. "$1"; COMP_WORDS=("${@:2}"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _"$2"; printf '%s\\n' "${COMPREPLY[@]}"
"""


def bash_completes():
    found = []
    for program in PROGRAMS:
        def completed(*words):
            done = said("bash", "-c", BASH, "bash", BUILD / "completion/bash" / program, program, *words)
            return set(done.stdout.split()) if done.returncode == 0 and not done.stderr else {done.stderr}
        if completed("") != {*subcommands(program), "help", "version"}:
            found.append(f"{program}: {completed('')}")
        for subcommand in subcommands(program):
            wanted = {f"--{one}" for one in options(program, subcommand)}
            if completed(subcommand, "--") != wanted:
                found.append(f"{program} {subcommand}: {completed(subcommand, '--') ^ wanted}")
            if completed(subcommand, "x") != set():
                found.append(f"{program} {subcommand}: more than files where no option is begun")
    return found


def fish_completes():
    found = []
    for program in PROGRAMS:
        def completed(line):
            script = f"source {BUILD}/completion/fish/{program}.fish; complete -C '{program} {line}'"
            return {one.split("\t")[0] for one in said("fish", "--no-config", "-c", script).stdout.splitlines()}
        if not set(subcommands(program)) <= completed(""):
            found.append(f"{program}: {set(subcommands(program)) - completed('')}")
        for subcommand in subcommands(program):
            wanted = {f"--{one}" for one in options(program, subcommand)}
            if not wanted <= {one.rstrip("=") for one in completed(f"{subcommand} --")}:
                found.append(f"{program} {subcommand}: {wanted - completed(f'{subcommand} --')}")
    return found


def zsh_reads_it():
    found = []
    for program in PROGRAMS:
        path = BUILD / "completion/zsh" / f"_{program}"
        read = said("zsh", "-fn", path)
        found += read.stderr.splitlines()
        text = path.read_text(encoding="utf-8")
        for subcommand in subcommands(program):
            line = re.search(rf"^  {subcommand}\) _arguments (.*)$", text, re.M)
            listed = set(re.findall(r"'\*?--([a-z-]+)", line[1])) if line else set()
            if listed != set(options(program, subcommand)):
                found.append(f"{program} {subcommand}: {listed ^ set(options(program, subcommand))}")
    return found


CHECKS = (lint_finds_nothing, every_subcommand_has_its_options, no_english_in_the_swedish_manual,
          the_two_languages_have_the_same_sections, bash_completes, fish_completes, zsh_reads_it)

subprocess.run(["make", "--silent", f"BUILD={BUILD}", "manual"], check=True, stdout=sys.stderr)
print(f"1..{len(CHECKS)}")
for number, check in enumerate(CHECKS, 1):
    wrong = check()
    print(f"{'not ok' if wrong else 'ok'} {number} - {check.__name__}")
    for one in wrong[:20]:
        print(f"# {one}")
