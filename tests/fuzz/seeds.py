#!/usr/bin/env python3
"""Makes the first inputs of each harness from tests/data, with our tools and the stock ones.

tests/fuzz/seeds.py BUILD    writes tests/fuzz/corpus/NAME/seed-*; what a search has found is left as it is
"""
import hashlib
import json
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
CORPUS = ROOT / "tests/fuzz/corpus"
EXAMPLES = ROOT / "keys-example"


def run(*command, data=None, cwd=None):
    return subprocess.run([str(word) for word in command], input=data, stdout=subprocess.PIPE, cwd=cwd, check=True,
                          stderr=subprocess.PIPE).stdout


def seed(harness, name, content):
    directory = CORPUS / harness
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"seed-{name}").write_bytes(content if isinstance(content, bytes) else content.encode())


def canonical(text):
    return json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def keys(where, name):
    copy = Path(shutil.copytree(EXAMPLES / name, where / name))
    run("chmod", "-R", "go=", copy)
    return copy


def sealed_bundles(where):
    """A bundle without attachments, and one with two."""
    municipality = keys(where, "ankeborg")
    answers = json.loads((ROOT / "tests/data/typical-municipality.json").read_text())
    answers["organisation"].update(name="Ankeborgs kommun", number="212999-0004")
    (where / "answers.json").write_text(json.dumps(answers, ensure_ascii=False))
    (where / "protokoll.txt").write_text("Kommunfullmäktige beslutar\n" * 40)
    (where / "bild.bin").write_bytes(bytes(range(256)) * 3)
    for name, attached in (("plain", []), ("attached", ["protokoll.txt", "bild.bin"])):
        options = [word for path in attached for word in ("--attach", where / path)]
        run(BUILD / "sigill", "seal", where / "answers.json", "-k", municipality, "--yes", "--allow-example-keys",
            "--supersedes", "none", "-o", where / f"{name}.sigill", *options)
        yield name, where / f"{name}.sigill"
    seed("journal", "two", (municipality / "sealed.json").read_bytes())
    seed("journal", "none", '{"format":"sigill-journal/1","sealed":[]}')


def ended(frame):
    """A bundle's frame with the two blocks of zeros of an archive at its end, and none of its padding."""
    length = -(-len(frame.rstrip(b"\0")) // 512) * 512
    return frame[:length] + bytes(1024)


def bundle_seeds(where):
    identity = EXAMPLES / "msb/receive.key"
    for name, path in sealed_bundles(where):
        sealed = path.read_bytes()
        frame = run("age", "-d", "-i", identity, path)
        (where / "frame.tar").write_bytes(frame)
        with tarfile.open(where / "frame.tar") as archive:
            member = {entry.name: archive.extractfile(entry).read() for entry in archive}
        seed("bundle", name, sealed)
        seed("bundle_frame", name, frame)
        seed("age_header", name, sealed[:2000])
        seed("age_file", name, sealed[:4000])
        seed("manifest", name, member["manifest.json"])
        seed("ustar", f"{name}-frame", ended(frame))
        payload_seeds(where, name, member["payload.tar.gz"])


def payload_seeds(where, name, payload):
    (where / "payload").write_bytes(payload)
    archive = run("gzip", "-dc", data=payload)
    with tarfile.open(where / "payload") as members:
        inside = {entry.name: members.extractfile(entry).read() for entry in members}
        sizes = b"".join(struct.pack(">H", entry.size) for entry in members)
    seed("payload", f"{name}-compressed", bytes([1, len(sizes) // 2]) + sizes + payload)
    seed("payload", f"{name}-archive", bytes([0, len(sizes) // 2]) + sizes + archive)
    seed("answers_canonical", name, inside["answers.json"])
    seed("ustar", f"{name}-payload", archive)


def age_seeds(where):
    for name in ("hybrid", "scrypt", "x25519"):
        text = (ROOT / f"tests/vectors/age_stock_{name}.txt").read_text()
        seed("age_armor", name, text)
        seed("age_file", name, text)
    (where / "secret").write_text("secret")
    for form, options in (("binary", []), ("armored", ["-a"])):
        sealed = run(BUILD / "tools/age_tool", "encrypt", *options, "-p", where / "secret", "-w", "2", data=b"plain text")
        seed("age_file", f"passphrase-{form}", sealed)
        if form == "binary":
            seed("age_header", "passphrase", sealed)
    for kind, prefix in (("hybrid", "# a comment\n\n"), ("x25519", "")):
        identity = run(BUILD / "tools/age_tool", "keygen", kind)
        recipient = run(BUILD / "tools/age_tool", "recipient", data=identity)
        seed("identities", kind, prefix.encode() + identity)
        seed("recipients", kind, prefix.encode() + recipient)
        seed("age_header", kind, run("age", "-r", recipient.decode().strip(), data=b"x"))


def minisign_seeds(where):
    for name in ("ankeborg", "msb"):
        seed("minisign_public", name, (EXAMPLES / name / "sign.pub").read_bytes())
        seed("minisign_secret", name, (EXAMPLES / name / "sign.key").read_bytes())
    line = (EXAMPLES / "msb/sign.pub").read_text().splitlines()[1]
    seed("minisign_public", "line", line)
    (where / "empty").write_bytes(b"")
    for name, options in (("ours", ["-c", "sigill"]), ("stock", []), ("legacy", ["-l"])):
        run("minisign", "-S", *options, "-s", EXAMPLES / "ankeborg/sign.key", "-m", "empty", "-t", "sigill-card/1 1",
            "-x", where / f"{name}.minisig", data=b"", cwd=where)
        seed("minisign_signature", name, (where / f"{name}.minisig").read_bytes())


def document_seeds(where):
    for name in ("ankeborg", "gaseborg", "msb"):
        card = EXAMPLES / name / "own.card"
        seed("card_file", name, card.read_bytes())
        seed("frame_document", name, card.read_bytes())
        seed("ustar", name, card.read_bytes())
        seed("card", name, run("tar", "-xOf", card, "card.json"))
    for name, identity, reason in (("imported", "ab" * 16, None), ("refused", None, "bad-signature")):
        seed("receipt", name, canonical(json.dumps({
            "format": "sigill-receipt/1", "sealed": "cd" * 32, "id": identity, "reason": reason, "reference": "MSB 2021-1",
            "time": "2026-11-21T12:00:00Z", "verdict": "refused" if reason else "imported"})))


def kit_seeds(where):
    rounds = canonical(json.dumps({"format": "sigill-round/1", "rounds": [
        {"id": "2026", "edition": "infosakkollen-2021", "opens": "2026-09-01", "closes": "2026-12-15"}]}))
    digest = hashlib.blake2b(rounds.encode(), digest_size=32).hexdigest()
    document = canonical(json.dumps({
        "format": "sigill-kit/1", "card": "ab" * 32, "number": 7, "date": "2026-11-21", "payload": {"size": 200, "blake2b": "cd" * 32},
        "files": [{"path": "round.json", "size": len(rounds), "blake2b": digest}]}))
    parts = {"authority.card": (EXAMPLES / "msb" / "own.card").read_bytes(), "kit.tar.gz": b"x" * 200, "kit.json": document.encode(),
             "kit.json.minisig": b"untrusted comment: sigill\n"}
    for name, content in parts.items():
        (where / name).write_bytes(content)
    seed("kit", "frame", run("tar", "--format=ustar", "-b1", "--mode=0600", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "-cf", "-",
                             *parts, cwd=where))
    seed("kit", "json", document)
    seed("kit", "rounds", rounds)


def head_seeds(where):
    for name, count, link in (("first", 0, "00" * 32), ("later", 4711, "ef" * 32)):
        seed("head", name, canonical(json.dumps({"format": "sigill-head/1", "register": "ab" * 16, "key": "cd" * 32, "count": count, "head": link,
                                                 "time": "2026-11-21T12:00:00Z"})))


def json_seeds(where):
    edition = (ROOT / "editions/infosakkollen-2021.json").read_text()
    small = (ROOT / "tests/data/small-edition.json").read_text()
    seed("edition", "small", small)
    seed("edition", "whole", canonical(edition))
    seed("edition", "every-kind", (ROOT / "tests/data/every-kind-edition.json").read_text())
    seed("edition", "follows", canonical((ROOT / "tests/data/fortsattning-2023.json").read_text()))
    seed("edition", "fields", canonical((ROOT / "editions/skr-2019.json").read_text()))
    seed("target", "example", (ROOT / "docs/examples/target-foreskrift.json").read_text())
    seed("target", "small", '{"format":"sigill-target/1","edition":"infosakkollen-2021","name":"En",'
                            '"measures":[{"question":3,"yes":4},{"question":7,"yes":["a","b"]}]}')
    benchmarks = (ROOT / "tests/data/benchmarks.json").read_text()
    seed("benchmarks", "two", benchmarks)
    seed("benchmarks", "rounded", benchmarks.replace('"hidden"', '"rounded"').replace('"close": null', '"close": false'))
    seed("benchmarks", "feedback", json.dumps({"format": "sigill-feedback/1", "published": json.loads(benchmarks)}, ensure_ascii=False))
    seed("recommendations", "builtin", (ROOT / "editions/recommendations-2021.json").read_text())
    seed("recommendations", "small", '{"format":"sigill-recommendations/1","id":"x","edition":"infosakkollen-2021","title":"t",'
                                     '"about":"a","recommendations":[{"id":"y","group":null,"title":"t","text":"x","why":"w","rests_on":'
                                     '[{"question":4,"yes":5},{"question":7,"yes":["a","e"]},{"area":"risk"},{"figures":"demands"}]}]}')
    seed("support", "builtin", (ROOT / "editions/support-2024.json").read_text())
    seed("support", "small", '{"format":"sigill-support/1","id":"s","edition":"infosakkollen-2021","title":"t","about":"a","documents":'
                             '[{"id":"d","name":"n","issuer":"i","published":"2021-03-08"}],"items":[{"id":"x","section":"catalogue","name":"n",'
                             '"issuer":null,"category":"training","level":"basic","cost":"paid","year":2019,"areas":["risk"],"questions":[8,40],'
                             '"judged":["cost","areas"],"source":"d","description":"d."}]}')
    seed("editor_texts", "places", "\ufeff# om\r\n## Sammanfattning\r\nEtt\r\ntvå\r\n\r\nTre\r\n## kommun risk\r\n\r\n##tabell  1\n\tFyra\t5\r")
    seed("editor_texts", "wrong", "## komun\n")
    seed("population", "tags", 'nummer;namn;grupp;län\n212999-0004;Ankeborgs kommun;kommun;Skåne\n'
                               '2329990002;"Region ""G""";region;\n')
    seed("population", "commas", '\ufeffgroup,number,name\r\nkommun,212999-0012,Exempelby kommun\r\n')
    typical = (ROOT / "tests/data/typical-municipality.json").read_text()
    seed("answers", "typical", typical)
    seed("answers", "every-kind", (ROOT / "tests/data/every-kind-answers.json").read_text())
    seed("answers", "region", (ROOT / "tests/data/typical-region.json").read_text())
    run(BUILD / "sigill", "template", "-o", where / "template.json")
    seed("answers", "template", (where / "template.json").read_bytes())
    seed("json", "typical", typical)
    seed("json", "canonical", canonical(typical))
    seed("json", "small", small)


def report_seeds(where):
    """Editions and answers to them; the small edition's names are markup and formulas too."""
    small = (ROOT / "tests/data/small-edition.json").read_text()
    answers = (ROOT / "tests/data/small-answers.json").read_text()
    seed("report", "builtin", b"\0" + (ROOT / "tests/data/typical-municipality.json").read_bytes())
    seed("report", "region", b"\0" + (ROOT / "tests/data/typical-region.json").read_bytes())
    seed("report", "empty", b"\0{}")
    seed("report", "small", f"{small}\0{answers}")
    every = [(ROOT / f"tests/data/every-kind-{part}.json").read_text() for part in ("edition", "answers")]
    seed("report", "every-kind", "\0".join(every))
    hostile = json.loads(small)
    for place, question in enumerate(hostile["wording"]["questions"]):
        question["topic"] = ("</script><script>alert(1)</script>", "=1+1;\"a\"", "@SUM(A1)", "-2+3", "a,=1+1")[place % 5]
    named = {**json.loads(answers), "organisation": {"name": "=HYPERLINK(\"x\")<b>&amp;", "number": "212999-0004", "group": "kommun"}}
    seed("report", "hostile", json.dumps(hostile) + "\0" + json.dumps(named))
    table = "Number\nName\nPoints\n212999-0004\n=1+1\n17\n232999-0002\n<b>a</b>;\"x\"\n\n\t@x\n+1\n&amp;"
    for name, first in (("words", b"\x02\x00"), ("figures", b"\x02\x14"), ("groups", b"\x0b\xff"), ("one", b"\x00\x03")):
        seed("report_table", name, first + table.encode())


def list_seeds(where):
    enrol = 'nummer;fingeravtryck;kort\n# en rad\n212999-0004;12345-67890-12345-67890-12345-67890-12345-67890-12345-67890;a.card\n' \
            '"2129990012","" ,"b ""c"".card"\r\n'
    for name, first in (("semicolons", 3), ("each", 1), ("commas", 4), ("any", 0)):
        seed("csv_read", name, bytes([first]) + enrol.encode())
    seed("csv_read", "marked", b"\x08\xef\xbb\xbfa;b\n \t\r\n;;\n")


def container_seeds(where):
    """The samples that are built in, whole and cut."""
    for place, kind in enumerate(("zip", "tar", "7z", "iso")):
        whole = (ROOT / f"format/samples/sample.{kind}").read_bytes()
        seed("container", kind, bytes([place]) + whole)
        seed("container", f"{kind}-cut", bytes([place]) + whole[:len(whole) * 2 // 3])


def keydir_seeds(where):
    own = EXAMPLES / "ankeborg"
    for place, name in enumerate(("sign.key", "sign.pub", "receive.key", "receive.pub", "own.card", "own.card")):
        seed("keydir", f"{place}-{name}", bytes([place]) + (own / name).read_bytes())
    for place in (6, 7):
        seed("keydir", f"{place}-trusted", bytes([place]) + (EXAMPLES / "msb/own.card").read_bytes())


def columns(*values):
    """Values of a row, as tests/fuzz/fuzz_register_rows.c takes them."""
    made = b""
    for value in values:
        kind, data = ((3, b"") if value is None else (0, value.encode()) if isinstance(value, str) else
                      (1, value) if isinstance(value, bytes) else (2, struct.pack("<q", value)))
        made += struct.pack("<BH", kind, len(data)) + data
    return made


def register_seeds(where):
    card = (EXAMPLES / "ankeborg/own.card").read_bytes()
    digest = bytes(range(32))
    seed("register_rows", "submission", b"\0" + columns(
        "212999-0004", b"i" * 16, digest, "infosakkollen-2021", digest, 1, 2, b"s" * 16, digest, digest, "2026-11-28", "dnr", 1, 0,
        digest, digest, b"x" * 60))
    seed("register_rows", "sender", b"\1" + columns(fingerprint(card), "212999-0004", b"k" * 8, 1, card, 1, None, None))
    seed("register_rows", "round", b"\2" + columns("ht", "infosakkollen-2021", "2026-01-01", "2026-06-30"))
    seed("register_rows", "population", b"\3" + columns("212999-0004", "Ankeborgs kommun", "kommun", "län=Skåne\nstorlek=S\n"))
    seed("register_rows", "refusal", b"\4" + columns(digest, "damaged", 1, 2))
    answers = (ROOT / "tests/data/typical-municipality.json").read_bytes()
    seed("register_rows", "answers", b"\5" + struct.pack("<I", len(answers)) + answers + b"signature")
    seed("register_rows", "answers-short", b"\5" + struct.pack("<I", 1 << 31) + b"{}")


def fingerprint(card):
    """Of a card's file: the digest of its first member."""
    return hashlib.blake2b(card[512:512 + int(card[124:135], 8)], digest_size=32).digest()


def text_seeds(where):
    for place, text in enumerate(["12345-67890-" * 4 + "12345-67890", "ab" * 32, "212999-0004", "2129990004", "2024-02-29",
                                  "2026-11-21T12:00:00Z", "Ankeborgs kommun \u202e\u0007 å\u0301 😀\n"]):
        seed("text", str(place), text)


def change(message, what, place, value):
    """A change of what a worker says (tests/fuzz/talk.h)."""
    return struct.pack("<BBIH", message, what, place, value)


def worker_seeds(where):
    seed("worker", "untouched", b"")
    seed("worker", "flag", change(7, 0, 120000, 0xFF))
    seed("worker", "result", change(5, 0, 500, 1) + change(7, 0, 3, 0x41))
    seed("worker", "kind", change(0, 0x90, 0, 9) + change(4, 0xA1, 77, 0))
    seed("worker", "length", change(2, 0xC0, 0xFFFFFFFF, 0))
    seed("worker", "cut", change(7, 1, 1000, 0) + change(5, 3, 10, 0))
    seed("worker", "longer", change(7, 2, 0, 599))
    seed("worker", "raw", b"\xff" + struct.pack("<II", 6, 520) + struct.pack("<II", 1, 3) + b"text" * 128)


def worker_card_seeds(where):
    seed("worker_card", "untouched", b"")
    seed("worker_card", "role", change(1, 0, 0, 1))
    seed("worker_card", "name", change(1, 0, 5, 0x1b))
    seed("worker_card", "verdict", change(0, 0, 0, 1))
    seed("worker_card", "kind", change(1, 0x90, 0, 5))
    seed("worker_card", "length", change(1, 0xC0, 0xFFFFFFFF, 0))
    seed("worker_card", "cut", change(1, 1, 1000, 0))
    seed("worker_card", "longer", change(1, 2, 0, 1))
    seed("worker_card", "short", change(1, 3, 10, 0))
    seed("worker_card", "raw", b"\xff" + struct.pack("<II", 6, 520) + struct.pack("<II", 0, 0) + bytes(512))


def workbook_seeds(where):
    """A small form in each way of writing one, whole, cut, and hostile."""
    sys.path.insert(0, str(ROOT / "tests/e2e"))
    import sheetkit as kit
    answers = {"edition": "infosakkollen-2021", "organisation": {"name": "Å & B", "number": "212999-0004"},
               "answers": {"1": {"yes": ["a"], "assessment": "sure", "note": "två\n  rader"}, "3": {"yes": 2}}}
    sheets = kit.form(answers, {"period.from": kit.Day("2024-01-01"), "approval.by": kit.Formula("=A1", 1), "marking": kit.Rich(("öp", "pen")),
                                "approval.role": kit.Error("#N/A"), "approval.reference": 1.5, "obstacles": True})
    shared = kit.xlsx(sheets, comments={"C7": "kommentar"})
    seed("workbook", "shared", shared)
    seed("workbook", "cut", shared[:len(shared) * 2 // 3])
    seed("workbook", "inline", kit.xlsx(sheets, strings="inline", places="missing", spaces=kit.STRICT, prefix="x:", shuffle=2))
    seed("workbook", "behind", kit.xlsx(sheets, since_1904=True, absolute=True, descriptor=True))
    seed("workbook", "grouped", kit.ods(sheets, grouped=True, spans=True, covered=True, annotations={(5, 3): "kommentar"}))
    plain = kit.Ods(sheets)
    every = [json.loads((ROOT / f"tests/data/every-kind-{part}.json").read_text()) for part in ("edition", "answers")]
    kinds = kit.form(every[1], kinds={str(question["id"]): question["kind"] for question in every[0]["model"]["questions"]})
    # Not packed, so that what is changed in it is read.
    for name, parts in (("stored-xlsx", kit.Xlsx(sheets).parts()), ("stored-ods", plain.parts()), ("stored-every-kind", kit.Xlsx(kinds).parts())):
        members = [part if isinstance(part, kit.Member) else kit.Member(part[0].encode(), part[1], method=0) for part in parts]
        for member in members:
            member.__init__(member.name, member.data, method=0)
        seed("workbook", name, kit.Zip(members).pack())
    # The harness puts a part of its own among others; which one, the first byte says.
    parts = dict(kit.Xlsx(sheets, strings="inline", comments={"C7": "k"}).parts())
    for place, name in enumerate(("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                                  "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/_rels/sheet2.xml.rels",
                                  "xl/comments1.xml")):
        seed("workbook", f"part-{place}", bytes([place]) + parts[name])
    seed("workbook", "part-strings", b"\5" + dict(kit.Xlsx(sheets).parts())["xl/sharedStrings.xml"])
    seed("workbook", "part-manifest", b"\x0a" + plain.parts()[-1][1])
    seed("workbook", "part-content", b"\x0b" + kit.Ods(sheets, grouped=True, annotations={(5, 3): "k"}).content())
    seed("workbook", "entities", kit.Zip([("mimetype", kit.ODS.encode()), ("content.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]).pack())


def main():
    with tempfile.TemporaryDirectory(prefix="sigill-seeds-") as directory:
        for make in (bundle_seeds, age_seeds, minisign_seeds, document_seeds, kit_seeds, head_seeds, json_seeds, report_seeds,
                     list_seeds, container_seeds, workbook_seeds, keydir_seeds, register_seeds, text_seeds,
                     worker_seeds, worker_card_seeds):
            make(Path(directory))
    total = sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file())
    print(f"{total // 1024} KiB in {CORPUS}")


main()
