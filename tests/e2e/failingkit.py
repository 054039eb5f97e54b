"""A run of which a system call fails, or is the last one, and what receipts it left."""
import json
import subprocess

from sigill_test import BUILD, environment


def traced(injection, trace, *words):
    """Runs under strace, one call altered. -> exit status (negative: the signal), whether a call failed, all output"""
    command = ["strace", "-f", "-qq", "-o", trace, "-e", f"trace={injection.split(':')[0]}", "-e", f"inject={injection}",
               BUILD / words[0], "--lang", "en", *words[1:]]
    done = subprocess.run([str(word) for word in command], env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    text = trace.read_text(errors="replace") if trace.exists() else ""
    assert "ptrace" not in done.stderr.decode(errors="replace"), f"strace cannot trace here: {done.stderr}"
    return done.returncode, "(INJECTED)" in text, (done.stdout + done.stderr).decode(errors="replace")


def receipts(register):
    """The verdicts of the receipts that are there, by sealed digest."""
    found = {}
    for path in (register / "receipts").glob("*.kvittens"):
        said = subprocess.run(["tar", "-xOf", path, "receipt.json"], check=True, stdout=subprocess.PIPE).stdout
        found[path.stem] = json.loads(said)["verdict"]
    return found
