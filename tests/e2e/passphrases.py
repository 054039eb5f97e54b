"""Passphrases: however their letters are written, three times at a prompt, and changed; and key files as editors leave
them."""
import base64
import functools
import hashlib
import os
import re
import shutil
import subprocess
import unicodedata

from bundlekit import preload
from conversationkit import Conversation
from parties import CARD, LONG, make_party, written_secret
from sigill_test import command_line, environment, expect, flat, refused, run, sigill, skip_unless, strace
from sigill_test import strace_reads, terminal, test, tree, unchanged

WORDS = "fågel söker café på ängen"
COMPOSED, DECOMPOSED = (unicodedata.normalize(form, WORDS) for form in ("NFC", "NFD"))
CHEAP = 256  # the work of scrypt as tests/preload/cheap_scrypt.c has it
OTHER = "sju helt andra ord i rad"


def keys_with(directory, words):
    keys = directory / "keys"
    expect(sigill("keygen", "-k", keys, "--passphrase-file", written_secret(directory / "set", words)), 0)
    expect(sigill("card", "-k", keys, *CARD, "--passphrase-file", directory / "set"), 0)
    return keys


def opened(keys, directory, words, status=0):
    """What comes of signing (card) and of opening both secrets (keygen --rotate), on a copy."""
    copy = directory / "opened"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(keys, copy)
    given = written_secret(directory / "given", words)
    expect(sigill("keygen", "--rotate", "-k", copy, "--passphrase-file", given), status)
    return sigill("card", "-k", keys, "--renew", "--passphrase-file", given)


@functools.cache
def cheap():
    return preload("cheap_scrypt")


def quick(check):
    """A test in which it does not matter what scrypt costs: a thousandth (tests/preload/cheap_scrypt.c)."""
    @functools.wraps(check)
    def in_haste(directory):
        before = dict(os.environ)
        os.environ.update(cheap())
        try:
            check(directory)
        finally:
            os.environ.clear()
            os.environ.update(before)
    return test(in_haste)


def opens_with_minisign(key, words, work=None):
    """Whether the bytes of a passphrase open a minisign key, by minisign's own format."""
    raw = base64.b64decode(key.read_text().split("\n")[1])
    salt, memory, sealed = raw[6:38], int.from_bytes(raw[46:54], "little"), raw[54:]
    pad = hashlib.scrypt(words.encode(), salt=salt, n=work or memory // 1024, r=8, p=1, maxmem=memory + (1 << 26), dklen=104)
    plain = bytes(a ^ b for a, b in zip(sealed, pad))
    return plain[72:] == hashlib.blake2b(raw[:2] + plain[:72], digest_size=32).digest()


# ---- letters ----

@test
def test_letters_are_one_however_they_are_written(directory):
    for place, typed in enumerate((COMPOSED, DECOMPOSED)):
        where = directory / str(place)
        where.mkdir()
        keys = keys_with(where, typed)
        assert opens_with_minisign(keys / "sign.key", COMPOSED)
        assert not opens_with_minisign(keys / "sign.key", DECOMPOSED)
        for words in (COMPOSED, DECOMPOSED, "\ufeff" + COMPOSED):
            expect(opened(keys, where, words), 0)
    result = expect(opened(keys, where, OTHER, status=1), 1, out="")
    assert "does not open" in result.err and "lost passphrase" in result.err, result


# ---- three times ----

@quick
def test_a_prompt_takes_three(directory):
    keys = keys_with(directory, WORDS)
    asked = f"Passphrase for the keys in {keys}: "
    result = terminal("sigill", "card", "-k", keys, "--renew",
                      talk=[(asked, "fel\n"), (asked, DECOMPOSED + "x\n"), (asked, DECOMPOSED + "\n")])
    expect(result, 0, out_has="Your card:", err="")
    assert result.shown.count("does not open") == 2, result
    for left in ("2", "1"):
        assert f"the passphrase does not open the keys in {keys}. Tries left: {left}." in flat(result.shown), result
    assert "sign.key" not in result.shown, result
    before = tree(keys)
    result = terminal("sigill", "card", "-k", keys, "--renew", talk=[(asked, "fel\n")] * 3)
    expect(result, 1, out="", err_has=["does not open", "lost passphrase", "keygen"])
    assert result.shown.count("does not open") == 2 and "type" not in result.err, result
    unchanged(keys, before)


@quick
def test_an_empty_line_is_no_try(directory):
    keys = keys_with(directory, WORDS)
    asked = f"Passphrase for the keys in {keys}: "
    empty = [(asked, "\n")] * 4
    result = terminal("sigill", "card", "-k", keys, "--renew", talk=[*empty, (asked, "fel\n"), (asked, "fel\n"), *empty, (asked, WORDS + "\n")])
    expect(result, 0, out_has="Your card:", err="")
    assert result.shown.count("the passphrase is empty.") == 8 and flat(result.shown).count("Tries left") == 2, result
    what = f"New passphrase for the keys in {directory / 'new'}: "
    result = terminal("sigill", "keygen", "-k", directory / "new", talk=[(what, "\n"), (what, WORDS + "\n"), ("Once more: ", "\n"), ("Once more: ", WORDS + "\n")])
    expect(result, 0)
    assert "Tries left" not in result.shown, result


@quick
def test_one_that_repeats_itself_is_no_passphrase(directory):
    for place, typed in enumerate(("aaaaaaaaaaaa", "abababababab", "lösenfras lösenfras", "lösenfraslösenfras", "hej hej hej hej")):
        given = written_secret(directory / f"given-{place}", typed)
        refused(sigill("keygen", "-k", directory / "keys", "--passphrase-file", given), 1, "the same over and over", "No keys were made")
        assert not (directory / "keys").exists()


# ---- another one ----

def change(keys, directory, words, *program):
    given, new = written_secret(directory / "old", words), written_secret(directory / "new", OTHER)
    return [*program, "passwd", "-k", str(keys), "--passphrase-file", str(given), "--new-passphrase-file", str(new)]


@quick
def test_a_passphrase_is_changed(directory):
    keys = keys_with(directory, WORDS)
    before = tree(keys)
    refused(sigill(*change(keys, directory, LONG)), 1, "does not open")
    written_secret(directory / "short", "kort")
    refused(sigill("passwd", "-k", keys, "--passphrase-file", directory / "set", "--new-passphrase-file",
                   directory / "short"), 1, "shorter than 12")
    unchanged(keys, before)
    assert "have a new passphrase" in flat(expect(sigill(*change(keys, directory, WORDS)), 0).out)
    assert set(tree(keys)) == set(before)
    assert {name for name, what in tree(keys).items() if what != before[name]} == {"sign.key", "receive.key"}
    expect(opened(keys, directory, OTHER), 0)
    expect(opened(keys, directory, WORDS, status=1), 1)


@quick
def test_keys_without_a_passphrase_get_one_and_it_is_asked_for_on_the_terminal(directory):
    keys = make_party(directory / "keys")
    new = f"New passphrase for the keys in {keys}: "
    expect(terminal("sigill-msb", "passwd", "-k", keys, talk=[(new, OTHER + "\n"), ("Once more: ", OTHER + "\n")]), 0)
    old = f"Passphrase for the keys in {keys}: "
    result = terminal("sigill", "passwd", "-k", keys,
                      talk=[(old, WORDS + "\n"), (old, OTHER + "\n"), (new, WORDS + "\n"), ("Once more: ", WORDS + "\n")])
    expect(result, 0)
    expect(opened(keys, directory, WORDS), 0)


@quick
def test_a_kill_leaves_a_passphrase_that_opens(directory):
    skip_unless(strace_reads(), "needs a strace that may look into the programs")
    keys = keys_with(directory, WORDS)
    ended = []
    for call, times in (("rename", 3), ("unlink", 1)):
        for time in range(1, times + 1):
            copy = directory / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(keys, copy)
            inject = [*strace(), "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                      f"inject={call}:signal=SIGKILL:when={time}"]
            program, *words = change(copy, directory, WORDS, "sigill")
            done = subprocess.run([*inject, *command_line(program, words, "en")], env=environment(), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            assert done.returncode != 0, (call, time)
            new = opens_with_minisign(copy / "sign.key", OTHER, CHEAP)
            given = written_secret(directory / "given", OTHER if new else WORDS)
            expect(sigill("keygen", "--rotate", "-k", copy, "--passphrase-file", given), 0)
            ended.append((new, (copy / "receive.key.next").exists()))
    assert ended == [(False, False), (False, True), (True, True), (True, True)], ended


@quick
def test_a_cut_off_change_is_completed_by_the_next_one(directory):
    keys = keys_with(directory, WORDS)
    old = (keys / "receive.key").read_bytes()
    expect(sigill(*change(keys, directory, WORDS)), 0)
    (keys / "receive.key").rename(keys / "receive.key.next")
    (keys / "receive.key").write_bytes(old)
    (keys / "receive.key").chmod(0o600)
    (keys / "receive.key.next").chmod(0o600)
    expect(opened(keys, directory, OTHER), 0)
    written_secret(directory / "third", LONG)
    expect(sigill("passwd", "-k", keys, "--passphrase-file", directory / "new", "--new-passphrase-file",
                  directory / "third"), 0)
    assert not (keys / "receive.key.next").exists()
    expect(opened(keys, directory, LONG), 0)


@quick
def test_what_stands_round_a_prompt_fits_a_narrow_terminal(directory):
    talk = Conversation("keygen", "-k", "nycklar", cwd=directory, width=40, lang="sv")
    for typed in ("kort\n", LONG + "\n", LONG + "\n"):
        talk.wait(re.compile(r"(nycklar|gång till): \Z"))
        talk.type(typed)
    assert talk.finish() == 0
    lines = talk.shown.replace("\r", "").split("\n")
    wide = [line for line in lines if len(line) > 40 and not line.startswith("  sigill ")]
    assert "Välj en lösenfras av fem eller fler ord" in lines and wide == [], (wide, talk.shown)
    talk = Conversation("card", "-k", "nycklar", *CARD, cwd=directory, width=40, lang="sv")
    for typed in ("fel ord\n", LONG + "\n"):
        talk.wait(re.compile(r"nycklar: \Z"))
        talk.type(typed)
    assert talk.finish() == 0 and not [line for line in talk.shown.replace("\r", "").split("\n") if len(line) > 40], talk.shown


# ---- key files as editors leave them ----

@quick
def test_key_files_with_marks_and_blanks_are_read(directory):
    keys = make_party(directory / "keys")
    for name in ("sign.key", "sign.pub", "receive.key", "receive.pub"):
        path = keys / name
        text = path.read_text().replace("\n", " \r\n\n ")
        path.write_bytes(b"\xef\xbb\xbf\r\n " + text.encode())
    expect(sigill("keygen", "--rotate", "-k", keys), 0)
    expect(sigill("card", "-k", keys, "--renew"), 0)


@quick
def test_the_line_that_is_wrong_is_blamed(directory):
    keys = make_party(directory / "keys")
    for name, text, where in (("receive.pub", "\n\n# a comment\nage1pq1wrong\n", "receive.pub: line 4"),
                              ("sign.pub", "untrusted comment: x\n\nRWwrong\n", "sign.pub: line 3")):
        path = keys / name
        before = path.read_bytes()
        path.write_text(text)
        refused(sigill("card", "-k", keys, "--renew"), 1, where)
        path.write_bytes(before)


run()
