"""The documents: the commands that they show are run as they stand, and what they promise comes true."""
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from sigill_test import BUILD, expect, msb, refused, run, sigill, test

ANKEBORG = Path("docs/examples/ankeborg.json").resolve()
KEYS = Path("keys-example").resolve()
EDITION = Path("editions/infosakkollen-2021.json").resolve()
FOLDERS = ("analysis", "base", "bench", "cmd", "crypto", "docs", "editions", "format", "isolate", "keys-example", "page", "po",
           "register", "report", "scoring", "tests", "tools")
DOCUMENTS = [Path(name) for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md", "docs/format.md", "docs/edition.md",
                                     "docs/cli.md", "docs/json.md", "docs/design.md", "docs/glossary.md",
                                     "docs/claims.md", "docs/handbok.md")]


def block(document, name):
    """The shell block that follows the mark <!-- run: NAME -->."""
    return re.search(rf"<!-- run: {name} -->\n```sh\n(.*?)```", Path(document).read_text(), re.S).group(1)


def shell(script, cwd):
    done = subprocess.run(["sh", "-c", script], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120, start_new_session=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": f"{BUILD}:{os.environ['PATH']}"})
    assert done.returncode == 0, f"{script}\nstatus {done.returncode}\n{done.stdout}"
    return done.stdout


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def fingerprint(card):
    return digest(subprocess.run(["tar", "-xOf", card, "card.json"], check=True, stdout=subprocess.PIPE).stdout)


def own_keys(name, directory):
    shutil.copytree(KEYS / name, directory)
    for path in [directory, *directory.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)


# ---- README ----

class Readme:
    """The way of the README: its commands are run one by one, each on its own side's machine. What a
    person adds is added here: the medium's place, the fingerprint, the passphrase, the yes."""

    def __init__(self, directory):
        self.medium, self.kommun, self.msb = directory / "usb", directory / "kommun", directory / "msb"
        for path in (self.medium, self.kommun, self.msb):
            path.mkdir()

    def command(self, line):
        side = self.kommun if line.startswith("sigill ") else self.msb
        line = line.replace("/media/usb", str(self.medium))
        if " keygen " in line or " init " in line:
            line += " --no-passphrase"
        if " seal " in line:
            line += " --yes"
        if "FINGERAVTRYCK" in line:
            card = re.search(r"\S+\.card", line).group()
            line = line.replace("FINGERAVTRYCK", fingerprint(card))
        said = shell(line, side)
        if " template " in line:
            (side / "svar.xlsx").unlink()
            shell(f"sigill convert {ANKEBORG} -o svar.xlsx", side)
            (side / "protokoll.pdf").write_bytes(b"%PDF-1.4\n")
        return said

    def run(self, name):
        lines = [line for line in block("README.md", name).splitlines() if line and not line.startswith("#")]
        return {line: self.command(line) for line in lines}


@test
def test_readme_shows_a_way_that_works(directory):
    readme = Readme(directory)
    said = {}
    for name in ("register", "keys", "enrol", "form", "fill", "seal", "receive", "receipt"):
        said |= readme.run(name)
    assert "Ankeborgs kommun" in next(text for line, text in said.items() if " list " in line), said
    assert "MSB 2021-1" in next(text for line, text in said.items() if " receipt " in line), said


@test
def test_readme_names_subcommands_that_there_are(_):
    words = set(re.findall(r"`(?:sigill(?:-msb)? )?([a-z-]+)[^`]*`", Path("README.md").read_text()))
    helps = sigill("--help").out + msb("--help").out
    known = set(re.findall(r"^  ([a-z-]+)  ", helps, re.M))
    assert {"seal", "receive", "gap", "choose"} <= words & known, words & known
    for name in ("questions", "gap", "compare", "inspect", "open", "show", "extract", "choose", "revoke", "receipt", "receipts"):
        assert name in words and name in known, name


@test
def test_the_handbook_s_commands_are_such_as_there_are(_):
    """In backticks, from the program's name on; without it where both programs have the subcommand."""
    number = 0
    for line in re.findall(r"`([^`]+)`", Path("docs/handbok.md").read_text()):
        words = line.split()
        programs = {"sigill": [sigill], "sigill-msb": [msb]}.get(words[0], [sigill, msb])
        words = words[1:] if words[0] in ("sigill", "sigill-msb") else words
        if not words or not (len(programs) == 1 or any(word.startswith("-") for word in words[1:])):
            continue
        number += 1
        for program in programs:
            told = program(words[0], "--help")
            if len(programs) == 2 and told.status == 2:
                continue  # of the other one
            assert told.status == 0, line
            for option in words[1:]:
                if option.startswith("-"):
                    assert re.search(rf"(?:^|\s){re.escape(option.split('=')[0])}\b", told.out), f"{line}: {option}"
    assert number > 40, number


@test
def test_help_shows_each_part_of_the_handbook(_):
    """With all its words, in lines that a terminal shows, and without the marks."""
    text = Path("docs/handbok.md").read_text(encoding="utf-8")
    parts = re.split(r"^(##+) (.*)\n", text, flags=re.M)[1:]
    assert len(parts) >= 3 * 14
    for level, heading, body in zip(parts[::3], parts[1::3], parts[2::3]):
        for program in (sigill, msb):
            said = expect(program("help", *heading.upper().split(), env={"COLUMNS": "80"}), 0).out
            assert said.startswith(heading + "\n") and all(len(line) <= 80 for line in said.splitlines()), said
            plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", body).replace("*", "")
            rows = [line for line in plain.splitlines() if line.startswith("|") and "---" not in line][1:]  # less the names
            cells = [cell for row in rows for cell in row.strip("|").split("|")]
            lines = [line for line in plain.splitlines() if not line.startswith("|")]
            shown = " ".join(said.split())
            for part in (*lines, *cells):
                assert " ".join(part.split()) in shown, (heading, part)
            assert not re.search(r"\*|\]\(|^\|", said, re.M), said
    refused(sigill("help", "nycklarna"), 2, "nycklarna")


@test
def test_documents_link_to_files_that_there_are(_):
    for document in DOCUMENTS:
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", document.read_text()):
            assert (document.parent / link).exists(), f"{document}: {link}"


def product_code():
    return "".join(path.read_text() for folder in FOLDERS for path in Path(folder).rglob("*.[ch]"))


@test
def test_documents_name_files_that_there_are(_):
    """In backticks a word with a slash that begins with a folder of the project is a path; * and NAME stand for anything."""
    number = 0
    for document in DOCUMENTS:
        for name in re.findall(r"`([\w.*/-]+)`", document.read_text()):
            if name.split("/")[0] in FOLDERS and "/" in name:
                number += 1
                assert list(Path().glob(name.rstrip("/").replace("NAME", "*"))), f"{document}: {name}"
            elif re.fullmatch(r"\w+\.(?:c|h|py|sh)", name):
                raise AssertionError(f"{document}: {name} has no folder")
    assert number > 60


@test
def test_documents_name_things_of_the_code(_):
    """In backticks `struct x`, `enum x`, CONSTANTS and words with an underscore are names of the code or of a test."""
    code = product_code() + "".join(path.read_text() for path in Path("tests").rglob("*.py"))
    known = {*re.findall(r"\w+", code), *re.findall(r"\b((?:struct|enum) \w+) \{", code)}
    number = 0
    for document in DOCUMENTS:
        if document.name in ("format.md", "edition.md", "cli.md", "json.md"):
            continue  # their names are those of files, JSON and options
        for name in re.findall(r"`((?:struct|enum) \w+|[A-Z]+_[A-Z_]+|[a-z]\w*_\w+)`", document.read_text()):
            number += 1
            assert name in known, f"{document}: {name}"
    assert number > 100


@test
def test_design_names_no_file_twice_on_the_ways_of_data(_):
    section = Path("docs/design.md").read_text().split("## Two ways of data")[1].split("\n## ")[0]
    ways = section.split("\n**From ")[1:]
    assert len(ways) == 2
    for way in ways:
        files = re.findall(r"`([\w/]+\.c)`", way)
        assert len(files) > 15 and len(set(files)) == len(files), files


@test
def test_comments_cite_sections_that_there_are(_):
    number = 0
    for path in [p for folder in FOLDERS for p in Path(folder).rglob("*") if p.suffix in (".c", ".h", ".py", ".sh", ".mjs")]:
        text = re.sub(r"\n\s*\*? ?", " ", path.read_text())
        assert not re.search(r"\(design, ", text.replace(r"\(design, ", "")), f"{path} cites a design that nobody has"
        for document, sections in re.findall(r'(docs/\w+\.md), ("[^"]+"(?: and "[^"]+")*)', text):
            for section in re.findall(r'"([^"]+)"', sections):
                number += 1
                headings = re.findall(r"^#+ (.*)$", Path(document).read_text(), re.M)
                assert section in headings, f"{path}: {document} has no section {section}"
    assert number > 20


@test
def test_glossary_has_each_term_once_in_words_that_are_used(_):
    """A row is | English | Swedish | name in the code | what it is |; the Swedish is what the programs or README say."""
    swedish = "".join(Path(name).read_text() for name in ("po/sv.po", "README.md", "editions/infosakkollen-2021.json")).lower()
    code = product_code()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in Path("docs/glossary.md").read_text().splitlines()
            if line.startswith("| ") and not line.startswith("| English")]
    assert len(rows) > 80 and all(len(row) == 4 for row in rows)
    terms = [term.strip() for row in rows for term in row[0].split(",")]
    assert len(set(terms)) == len(terms), sorted(term for term in terms if terms.count(term) > 1)
    for english, words, names, _ in rows:
        for word in words.split(","):
            assert word.strip(" `").split(" (")[0].lower() in swedish, f"{english}: {word}"
        for name in re.findall(r"`([^`]+)`", names):
            assert re.search(rf"\b{name}\b", code), f"{english}: {name}"


# ---- docs/format.md ----

def prepare_making(directory):
    """What the block `make` says is here."""
    result = json.loads(sigill("score", ANKEBORG, "--json").out)
    areas = [{name: area[name] for name in ("id", "level", "points")} for area in result["areas"]]
    answers = json.loads(ANKEBORG.read_text())
    for answer in answers["answers"].values():
        answer.pop("note", None)
    model = json.loads(EDITION.read_text())["model"]
    (directory / "attachments").mkdir()
    (directory / "attachments/001").write_text("Beslut.\n")
    (directory / "answers.json").write_bytes(canonical(answers))
    (directory / "result.json").write_bytes(canonical(
        {"areas": areas, "level": result["level"], "measures": result["measures"], "points": result["points"]}))
    (directory / "edition.digest").write_text(digest(canonical(model)) + "\n")
    own_keys("ankeborg", directory / "keys")
    shutil.copy(KEYS / "msb/own.card", directory / "msb.card")


@test
def test_S11_format_tells_how_to_make_and_open_a_bundle_by_hand(directory):
    sender, receiver = directory / "sender", directory / "receiver"
    sender.mkdir()
    receiver.mkdir()
    prepare_making(sender)
    shell(block("docs/format.md", "make"), sender)
    bundle = next(sender.glob("*.sigill"))

    own_keys("msb", directory / "keys")
    demo = ["-r", directory / "register", "-k", directory / "keys", "--allow-example-keys"]
    expect(msb("init", *demo), 0)
    card = KEYS / "ankeborg/own.card"
    expect(msb("enrol", *demo, card, "--fingerprint", fingerprint(card)), 0)
    expect(msb("receive", *demo, bundle), 0, out_has="imported")

    own_keys("msb", receiver / "keys")
    shutil.copy(bundle, receiver / "bundle.sigill")
    shutil.copy(card, receiver / "sender.card")
    said = shell(block("docs/format.md", "open"), receiver)
    assert "sigill-answers/1 212999-0004" in said, said
    assert (receiver / "content/answers.json").read_bytes() == (sender / "answers.json").read_bytes()
    assert (receiver / "content/attachments/001").read_text() == "Beslut.\n"


@test
def test_S11_format_tells_how_to_open_what_seal_makes(directory):
    own_keys("gaseborg", directory / "gaseborg")
    expect(sigill("seal", Path("docs/examples/gaseborg.json").resolve(), "-k", directory / "gaseborg", "--yes",
                  "--allow-example-keys", "-o", directory / "bundle.sigill"), 0)
    own_keys("msb", directory / "keys")
    shutil.copy(KEYS / "gaseborg/own.card", directory / "sender.card")
    said = shell(block("docs/format.md", "open"), directory)
    assert "sigill-answers/1 232999-0002" in said, said


@test
def test_format_works_its_fingerprint_and_padding_out_right(_):
    text = Path("docs/format.md").read_text()
    shown = json.loads(sigill("fingerprint", KEYS / "ankeborg/own.card", "--allow-example-keys", "--json").out)
    assert shown["fingerprint_text"] in text
    assert "".join(re.search(r"```\n((?:[0-9a-f]{6} ){10}7078)", text).group(1).split()) == shown["fingerprint"]
    lengths = re.search(r"^\| L \|(.*)\|\n\|[-|]*\|\n\| padded \|(.*)\|$", text, re.M)
    for length, padded in zip(*(map(int, row.split("|")) for row in lengths.groups())):
        exponent = length.bit_length() - 1
        step = 1 << (exponent - exponent.bit_length())
        assert padded == -(-length // step) * step, length


@test
def test_format_lists_every_reason_code(_):
    codes = re.findall(r'^    \[REASON_\w+\] = \{"([a-z-]+)"', Path("base/reason.c").read_text(), re.M)
    text = Path("docs/format.md").read_text()
    assert len(codes) > 20
    for code in codes:
        assert code == "none" or f"`{code}`" in text, code


def codes_of_findings(path):
    return set(re.findall(r'\bfindings_add(?:_at)?\([^;"]*"([a-z-]+)",', path.read_text()))


@test
def test_the_documents_list_every_code_of_a_finding(_):
    """Those of a workbook have a row in its table, and stand in the list of `check`; those of other files are told of in either."""
    in_words = {"beside", "structure"}  # what is said of these is not in any JSON
    form, text = Path("docs/format.md").read_text(), Path("docs/json.md").read_text()
    check = text.split("\n## check FILE\n")[1].split("\n## ")[0]
    rows = set(re.findall(r"^\| `([a-z-]+)` \((?:error|warning)\) \|", form, re.M))
    files = sorted(Path("format").glob("*.c"))
    cells = set().union(*(codes_of_findings(path) for path in files if path.name.startswith("form_cells"))) - in_words
    assert {"formula", "hidden", "otherwise"} <= cells and cells | {"note", "missing-rows"} == rows, cells ^ rows
    codes = set().union(*map(codes_of_findings, files)) - in_words
    assert len(codes) > 20
    for code in codes | rows:
        assert f"`{code}`" in form + text, code
        assert code.startswith(("plan-", "codes-")) or f"`{code}`" in check, code


# ---- the other documents ----

@test
def test_edition_tells_how_to_get_the_digest(_):
    said = shell(block("docs/edition.md", "digest"), Path.cwd())
    assert said.split()[0] == digest(canonical(json.loads(EDITION.read_text())["model"])), said


@test
def test_cli_describes_every_subcommand_and_no_other(_):
    helps = {"sigill": sigill("--help").out, "sigill-msb": msb("--help").out}
    sections = re.split(r"^## `(sigill(?:-msb)?)`$", Path("docs/cli.md").read_text(), flags=re.M)
    for name, text in zip(sections[1::2], sections[2::2]):
        known = set(re.findall(r"^  ([a-z-]+)  ", helps[name], re.M))
        rows = [line.split(" | ")[0] for line in re.split(r"^## ", text, flags=re.M)[0].splitlines() if line.startswith("| `")]
        assert {word for row in rows for word in re.findall(r"`([a-z][a-z-]+)", row)} == known, name



@test
def test_security_names_tests_that_there_are(_):
    sources = "".join(path.read_text() for folder in ("unit", "e2e", "media", "interop", "vectors", "windows", "build")
                      for path in Path("tests", folder).glob("*.*"))
    names = re.findall(r"`((?:test_)?[A-Za-z0-9]+(?:_[A-Za-z0-9]+){2,})`", Path("SECURITY.md").read_text())
    assert len(names) > 20
    known = set(re.findall(r"\w+", sources))
    for name in names:
        assert name in known, name


run()
