"""Want of memory in every subcommand of the organisation's program: see shortagekit.py."""
from runkit import assert_every_subcommand_is_run
from shortagekit import try_runs
from sigill_test import run, test


@test
def test_every_subcommand_is_here(directory):
    assert_every_subcommand_is_run()


try_runs("sigill")
run()
