"""A passphrase that cannot be applied for want of memory: the program ends with status 3, and no key is written, least of
all one that nothing locks. tests/preload/failing_scrypt.c fails one call of the run after the other, of minisign's scrypt
and of age's."""
from bundlekit import preload
from parties import CARD, LONG, make_authority, own, trust, written_secret
from sigill_test import DATA, expect, program, run, sigill, test, tree, unchanged

SENTENCE = "out of memory; close other programs and try again\n"


def each_call_fails(directory, name, *words, calls):
    """Runs it with the first of its calls failing, the second, and so on; a run with one more ends well."""
    for at in range(1, calls + 2):
        before = tree(directory)
        result = program(name, *words, env=preload("failing_scrypt", FAILING_SCRYPT=at))
        expect(result, 3 if at <= calls else 0)
        if at <= calls:
            assert result.out == "" and result.err.endswith(SENTENCE), result
            unchanged(directory, before)


def opens(keys, secret):
    """Not without the passphrase, which alone opens it."""
    for line in ("sign.key", "receive.key"):
        assert b"AGE-SECRET-KEY" not in (keys / line).read_bytes()
    wrong = written_secret(secret.with_name("wrong"), "en helt annan lösenfras")
    words = ["card", "-k", keys, *CARD, "--passphrase-file"]
    expect(sigill(*words, wrong), 1, out="", err_has="the passphrase does not open")
    expect(sigill(*words, secret), 0)


@test
def test_S6_keygen_without_memory_for_the_passphrase_writes_no_key(directory):
    secret = written_secret(directory / "secret")
    for name in ("sigill", "sigill-msb"):
        keys = directory / name
        each_call_fails(directory, name, "keygen", "-k", keys, "--passphrase-file", secret, calls=2)
        opens(keys, secret)


@test
def test_S6_init_without_memory_for_the_passphrase_makes_no_register(directory):
    secret, keys = written_secret(directory / "secret"), directory / "keys"
    each_call_fails(directory, "sigill-msb", "init", "-r", directory / "register", "-k", keys, "--passphrase-file", secret,
                    calls=3)
    opens(keys, secret)


@test
def test_S6_a_rotation_without_memory_for_the_passphrase_leaves_the_keys(directory):
    secret = written_secret(directory / "secret")
    for name, words in (("sigill", ["keygen", "--rotate"]), ("sigill-msb", ["rotate"])):
        keys = directory / name
        expect(program(name, "keygen", "-k", keys, "--passphrase-file", secret), 0)
        before = (keys / "receive.key").read_bytes()
        each_call_fails(directory, name, *words, "-k", keys, "--passphrase-file", secret, calls=4)
        assert (keys / "receive.key").read_bytes() != before
        opens(keys, secret)


@test
def test_S6_what_opens_keys_without_memory_for_the_passphrase_does_nothing(directory):
    """A pad that was not made is no passphrase: neither a right nor a wrong one."""
    secret, keys = written_secret(directory / "secret"), directory / "keys"
    expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    each_call_fails(directory, "sigill", "card", "-k", keys, "--name", "Exempelby kommun", "--number", "212999-0012",
                    "--group", "kommun", "--passphrase-file", secret, calls=1)
    authority = make_authority(directory / "msb")
    expect(trust(keys, own(authority)), 0)
    each_call_fails(directory, "sigill", "seal", DATA / "typical-municipality.json", "-k", keys, "--yes", "-o",
                    directory / "out.sigill", "--passphrase-file", secret, calls=1)


run()
