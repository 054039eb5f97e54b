"""What sigill.exe tells its users to do is what one does there: its commands are pasted into that system's shell, and do what they say."""
import re
import subprocess

import winekit  # noqa: F401
from sigill_test import BUILD, environment, expect, run, sigill, test
from winekit import here

PROGRAM = (BUILD / "sigill-here").resolve().parent / "windows/sigill.exe"
ODD = "våra svar (2) & mer.json"


def pasted(command, directory):
    """What cmd.exe makes of a command of the program's, in a directory."""
    script = directory / "klistrat.bat"
    script.write_text(f"@echo off\r\n{command.replace('sigill', str(PROGRAM), 1)}\r\n", encoding="cp437", newline="")
    return subprocess.run(["wine", "cmd", "/c", script.name], cwd=directory, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=120)


@test
def test_a_command_that_is_told_does_what_it_says(directory):
    said = expect(sigill("template", "-o", directory / ODD, cwd=directory), 0)
    command, = re.findall(r"`(sigill check [^`]*)`", " ".join((said.out + said.err).split()))
    assert '"' in command and ODD in command and "'" not in command, command
    there, ours = pasted(command, directory), here("check", directory / ODD, lang="sv")
    assert (there.returncode, there.stdout) == (ours.status, ours.raw) and ours.status == 1, there


@test
def test_media_are_named_as_they_are_there(directory):
    for name in ("seal", "receipt", "open", "slip", "trust", "card"):
        for lang in ("en", "sv"):
            shown, ours = sigill(name, "--help", lang=lang).out, here(name, "--help", lang=lang).out
            assert "/media" not in shown and "E:\\" in shown, shown
            assert shown == ours.replace("/media/usb/", "E:\\").replace("/media/usb", "E:\\")
    assert "sigill receipt E:\\ -k keys" in " ".join(expect(sigill("receipt", "x"), 2).err.split())


@test
def test_keys_that_others_can_read_are_closed_by_a_command_of_that_system(directory):
    expect(sigill("keygen", "-k", directory / "våra nycklar", "--no-passphrase"), 0)
    for path in (directory / "våra nycklar").iterdir():
        path.chmod(0o644)
    told = " ".join(expect(sigill("fingerprint", "-k", directory / "våra nycklar"), 3).err.split())
    said = " ".join(sigill("card", "-k", directory / "våra nycklar", "--name", "Ankeborg", "--number", "212999-0004", "--group", "kommun").err.split())
    assert "chmod" not in said + told and "/etc" not in said + told, (said, told)
    assert re.search(r'run `icacls ("[^"]*våra nycklar") /reset /T` and then `icacls \1 /inheritance:r /grant:r \S+:\(OI\)\(CI\)F"?`', said), said
    secret = directory / "fras.txt"
    secret.write_text("fem ord som ingen annan valde\n", encoding="utf-8")
    secret.chmod(0o644)
    said = " ".join(sigill("keygen", "-k", directory / "nya", "--passphrase-file", secret).err.split())
    assert re.search(r"others can read the passphrase; run `icacls (\S+fras\.txt) /reset` and then `icacls \1 /inheritance:r /grant:r ", said), said


@test
def test_a_folder_of_keys_with_a_swedish_name_is_named_by_a_variable(directory):
    keys = directory / "nycklar å"
    expect(sigill("keygen", "-k", keys, "--no-passphrase"), 0)
    expect(sigill("card", "--name", "Ankeborg", "--number", "212999-0004", "--group", "kommun", env={"SIGILL_KEYS": str(keys)}), 0)
    expect(sigill("fingerprint", env={"SIGILL_KEYS": str(keys)}), 0, out_has="")


run()
