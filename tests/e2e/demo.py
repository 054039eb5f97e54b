"""The demonstration: docs/demo.sh shows the whole way and ends well, whatever the language around it."""
import os
import subprocess

from sigill_test import BUILD, run, test

DEMO = ["sh", "docs/demo.sh", str(BUILD)]


def demo(scratch, command=None, **environment):
    """Runs it without a terminal; its temporary directory is made in scratch."""
    return subprocess.run(command or DEMO, env={**os.environ, "TMPDIR": str(scratch), **environment},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          start_new_session=True, timeout=120, text=True)


def judge(done, scratch):
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "", done.stderr
    assert list(scratch.iterdir()) == [], "its temporary directory is still there"
    end = done.stdout.split(" Mottaget ==\n")[1]
    imported = [line for line in end.splitlines() if line[9:11] == "ja" and "-000" in line]
    assert len(imported) == 2, end
    assert "Ankeborgs kommun" in imported[0] and imported[0].split()[-2:] == ["1", "66"], end
    assert "Region Gåseborg" in imported[1] and imported[1].split()[-2:] == ["1", "125"], end
    assert end.splitlines()[-1] == "Avvisat och lagt i karantän: medium/rubbat.sigill (damaged)", end


@test
def test_demo_ends_with_two_imported_and_the_tampered_one_refused(scratch):
    judge(demo(scratch), scratch)


@test
def test_demo_is_the_same_in_an_english_environment(scratch):
    judge(demo(scratch, LC_ALL="en_US.UTF-8", LANG="en_US.UTF-8"), scratch)


@test
def test_demo_fails_and_cleans_up_if_a_program_does_not_do_its_part(scratch):
    programs, inner = scratch / "programs", scratch / "tmp"
    programs.mkdir()
    inner.mkdir()
    (programs / "sigill").symlink_to(BUILD / "sigill")
    lenient = programs / "sigill-msb"
    lenient.write_text(f'#!/bin/sh\n"{BUILD}/sigill-msb" "$@"\nstatus=$?\n[ "$1" = receive ] || exit $status\n')
    lenient.chmod(0o755)
    done = demo(inner, ["sh", "docs/demo.sh", str(programs)])
    assert done.returncode == 1, done.stdout
    assert "väntat var 1" in done.stderr, done.stderr
    assert list(inner.iterdir()) == [], "its temporary directory is still there"


run()
