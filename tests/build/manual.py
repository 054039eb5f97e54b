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
# What no Swedish sentence has, and what is typed, which is the same in every language.
ENGLISH = re.compile(r"\b(an|the|of|to|for|on|or|as|by|and|with|without|which|from|this|that|are|is|its?|not|has|have|when|where|what|who|one|only)\b", re.I)
TYPED = re.compile(r"`[^`]*`|(?<!\w)--?[a-z][a-z-]*")


def said(*words, text=None):
    return subprocess.run(words, input=text, capture_output=True, text=True, check=False, encoding="utf-8")


def helped(program, *words, language="en"):
    return said(BUILD / program, *words, "--help", "--lang", language).stdout


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


def declared(language, program):
    """The subcommands of a page, each with the options that the page declares for it."""
    found, deep = {}, 0
    for line in page(language, program).read_text(encoding="utf-8").splitlines():
        deep += line.startswith(".Bl ") - line.startswith(".El")
        if deep == 1 and (item := re.match(r"\.It Cm (\S+)", line)):
            options_of = found.setdefault(item[1], [])
        elif deep == 2 and (item := re.match(r"\.It (?:Fl \w , )?Fl \\-(\S+)", line)):
            options_of.append(item[1])
    return found


def the_pages_declare_what_help_lists_and_no_more():
    found = []
    for program in PROGRAMS:
        wanted = {one: [name for name in options(program, one) if name not in ("lang", "help")] for one in subcommands(program)}
        found += [f"{language} {program} {one}: {declared(language, program).get(one)}, not {names}" for language in PAGES
                  for one, names in wanted.items() if declared(language, program).get(one) != names]
        found += [f"{language} {program}: {one}" for language in PAGES for one in declared(language, program) if one not in wanted]
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


def english(where, text):
    return [f"{where}: {line.strip()}" for line in text.splitlines() if ENGLISH.search(TYPED.sub("", line))]


def no_english_in_the_swedish_manual():
    """As a reader sees it, but for the lines above and below, which are the viewer's own."""
    found = []
    for name in (*PROGRAMS, "sigill-bundle"):
        found += english(name, "\n".join(shown("sv", name).strip().splitlines()[1:-1]))
    return found


def no_english_in_the_swedish_help():
    found = []
    for program in PROGRAMS:
        for words in ((), *((one,) for one in subcommands(program))):
            found += english(" ".join((program, *words)), helped(program, *words, language="sv"))
    return found


def no_english_in_the_completion():
    found = []
    for program in PROGRAMS:
        for path, described in ((f"fish/{program}.fish", r" -d '(.*)'$"), (f"zsh/_{program}", r"\[((?:[^]\\]|\\.)*)\]|^  '[a-z-]+:(.*)'$")):
            script = (BUILD / "completion" / path).read_text(encoding="utf-8")
            texts = ["".join(one.groups("")) for one in re.finditer(described, script, re.M)]
            assert len(texts) > len(subcommands(program)), path
            found += english(path, "\n".join(texts))
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
        names = subcommands(program)
        asked = ["", *(f"{one} --" for one in names)]
        script = f"source {BUILD}/completion/fish/{program}.fish\n" + "\n".join(f"echo ASKED; complete -C '{program} {line}'" for line in asked)
        answers = [{line.split("\t")[0].rstrip("=") for line in part.splitlines() if line}
                   for part in said("fish", "--no-config", "-c", script).stdout.split("ASKED\n")[1:]]
        if not {*names, "help", "version"} <= answers[0]:
            found.append(f"{program}: {answers[0]}")
        for subcommand, completed in zip(names, answers[1:], strict=True):
            wanted = {f"--{one}" for one in options(program, subcommand)}
            if completed != wanted:
                found.append(f"{program} {subcommand}: {completed ^ wanted}")
    return found


# In place of what zsh completes with: what it is told. A word for each, since a text may have any letter but a new line.
ZSH = """
_describe() { print -rl -- ${(P)4} }
_arguments() { print -rl -- "$@" }
_files() { print -r -- files }
script=$1
asked() { local -a words=("$@"); local CURRENT=$#; print ASKED; source $script }
for one in "${@:3}"; do asked $2 ${(z)one} ''; done
"""
# An option as _arguments reads it: its other names, itself, what it does, its value.
ZSH_OPTION = re.compile(r"(?:\([^)]*\))?\*?--([a-z-]+)(?:=-?)?\[(?:[^]\[:\\]|\\.)+\](?:::?(?:[^:\\]|\\.)+:_files)?")


def zsh_completes():
    found = []
    for program in PROGRAMS:
        names = subcommands(program)
        done = said("zsh", "-f", "-c", ZSH, "zsh", BUILD / "completion/zsh" / f"_{program}", program, "", *names)
        found += done.stderr.splitlines()
        listed, *answers = (part.splitlines() for part in done.stdout.split("ASKED\n")[1:])
        if [one.split(":")[0] for one in listed] != [*names, "help", "version"]:
            found.append(f"{program}: {listed}")
        for subcommand, completed in zip(names, answers, strict=True):
            told = [ZSH_OPTION.fullmatch(one) for one in completed]
            if completed[-1] != "*:file:_files" or None in told[:-1] or [one[1] for one in told[:-1]] != options(program, subcommand):
                found.append(f"{program} {subcommand}: {completed}")
    return found


CHECKS = (lint_finds_nothing, every_subcommand_has_its_options, the_pages_declare_what_help_lists_and_no_more,
          no_english_in_the_swedish_manual, no_english_in_the_swedish_help, no_english_in_the_completion,
          the_two_languages_have_the_same_sections, bash_completes, fish_completes, zsh_completes)

subprocess.run(["make", "--silent", f"BUILD={BUILD}", "manual"], check=True, stdout=sys.stderr)
print(f"1..{len(CHECKS)}")
for number, check in enumerate(CHECKS, 1):
    wrong = check()
    print(f"{'not ok' if wrong else 'ok'} {number} - {check.__name__}")
    for one in wrong[:20]:
        print(f"# {one}")
