"""The Swedish that users read, held against the words that were replaced and those that stand for them: run by words.sh."""
import json
import re
import sys
from pathlib import Path

# what is not said, and what is said for it; a word that a pattern must spare stands in its lookbehind
GONE = [
    (r"(?<!arbets)(?<!\w)områd", "arbetsområde"),
    (r"(?<!\w)(?<!för )(?<!tio )(?<!fyra )grupp(?:en|er|ers|erna|ernas|ens|s)?(?!\w| för grupp| %u av| siffror| om | skiljer sig)", "aktörsgrupp"),
    (r"(?<!som )riktmärk", "benchmark; riktmärke is the regulation held against a group"),
    (r"populationslist|tillfrågade organisationer", "målgruppslista"),
    (r"osäk(?:ra|ert) svar", "osäker bedömning"),
    (r"medelvärde|medeltal|genomsnitt|medelnivå", "no mean of points or levels is shown"),
]
# of the questionnaire and what is beside it: there every measure is a protection in the world
GONE_OF_QUESTIONS = [*GONE, (r"(?<!\w)åtgärd(?:en|er|erna|s)?(?!\w)", "säkerhetsåtgärd"), (r"varje år|årligen", "the questions are answered every second year")]
MEANT = {"fingerprint": ("have that group read",), "names": ("nummer, namn, grupp",)}
GLOSSARY = Path("docs/glossary.md")


def swedish(path):
    """What stands for the English of a catalogue, entry by entry."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        for text in re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', block, re.M):
            if not any(word in block for words in MEANT.values() for word in words):
                yield "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def own_words(document):
    """Without the names of support, which stand as their sources have them."""
    return [{key: value for key, value in one.items() if key != "name"} for one in document["items"]] + [document["about"]] \
        if document["format"].startswith("sigill-support/") else document


def amiss(name, found, gone):
    for text in found:
        for pattern, said in gone:
            if re.search(pattern, text, re.I):
                yield f"{name}: {text[:90]!r}: say {said}"


def judge():
    yield "the catalogue of messages", amiss("po/sv.po", swedish(Path("po/sv.po")), GONE)
    for path in sorted(Path("editions").glob("*.json")):
        yield str(path), amiss(path, texts(own_words(json.loads(path.read_text(encoding="utf-8")))), GONE_OF_QUESTIONS)
    for path in sorted(Path("docs/examples").glob("*.json")):
        yield str(path), amiss(path, texts(json.loads(path.read_text(encoding="utf-8"))), GONE)
    words = [(pattern, said) for pattern, said in GONE if not said.startswith("aktörsgrupp")]
    for path in (Path("README.md"), *sorted(Path("docs").glob("*.md"))):
        rows = path.read_text(encoding="utf-8").splitlines()
        yield str(path), amiss(path, (row for row in rows if path != GLOSSARY or not row.startswith("| yardstick")), words)


def main():
    bad = 0
    number = 0
    for number, (name, faults) in enumerate(judge(), 1):
        faults = list(faults)
        for fault in faults:
            print("#", fault)
        print(f"{'not ' if faults else ''}ok {number} - the words of {name}")
        bad += bool(faults)
    print(f"1..{number}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
