"""What every command that opens keys or a register warns of: that others can change them or put others in their place, and
that memory for keys cannot be locked."""
from bundlekit import preloaded
from runkit import fixture, fresh_place, runs
from sigill_test import preloading, program, run, test

ANYWHERE = "others can change what lies there"
KEYS = "others can read the secret keys, or change what is trusted"
MEMORY = "memory for keys and passphrases cannot be locked"

# What reads no secret: who is trusted, what a card says, what the journal knows. doctor looks at memory itself.
WITHOUT_SECRETS = ("add-recipient", "doctor", "fingerprint", "trust", "distrust", "receipt", "slip")

def option(one, name):
    return one.words[one.words.index(name) + 1] if name in one.words else None


def judge(one, where, changes, wanted):
    """What is said when these directories have these modes."""
    for name, mode in changes:
        (where / name).chmod(mode)
    try:
        done = program(one.program, *one.words, cwd=where)
    finally:
        for name, _ in changes:
            if (where / name).exists():
                (where / name).chmod(0o700)
    said = [line for line in done.err.splitlines() if line.startswith(f"{one.program}: warning: ")]
    assert done.status == one.status, f"{one}: {done}"
    assert any(wanted in line for line in said), f"{one}: {changes}: {done}"


def warned(one):
    def check(directory):
        keys, register = option(one, "-k"), option(one, "-r")
        if register is not None:
            where = fresh_place()
            if (where / register).is_dir():
                judge(one, where, [(register, 0o770)], f"{register}: {ANYWHERE}")
        if keys is not None and (fixture() / keys).is_dir():
            where = fresh_place()
            judge(one, where, [(keys, 0o770)], f"{keys}: {ANYWHERE}" if one.words[0] == "doctor" else KEYS)
        where = fresh_place()
        judge(one, where, [(".", 0o777)], ANYWHERE)
        if one.words[0] not in WITHOUT_SECRETS:
            where = fresh_place()
            done = program(one.program, *one.words, cwd=where, env={"LD_PRELOAD": preloading(preloaded("failing_lock"))})
            assert MEMORY in done.err, f"{one}: {done}"
    check.__name__ = "test_" + one.name()
    test(check)


for one in runs():
    if "-k" in one.words:
        warned(one)
run()
