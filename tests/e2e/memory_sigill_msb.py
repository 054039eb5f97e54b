"""Want of memory in every subcommand of the authority's program: see shortagekit.py."""
import json

from memorykit import ROLES
from runkit import WHERE
from shortagekit import in_a_place, try_runs
from sigill_test import run, test


@test
def test_a_worker_without_memory_costs_its_own_bundle_alone(directory):
    """Every tenth of a worker's allocations, of those that the first bundle on the medium takes."""
    def work(place):
        words = ["receive", *WHERE, "--json", "medium/0.sigill", "incoming/new.sigill"]
        of_one = place.run("sigill-msb", [*words[:-2], words[-1]]).counted[ROLES.index("worker")]
        for number in range(1, of_one, max(1, of_one // 10)):
            place.reset()
            done = place.run("sigill-msb", words, ROLES.index("worker"), number)
            told = [json.loads(line)["reason"] for line in done.out.splitlines()]
            assert done.status == 1 and told == ["already-imported", "worker-failed"], f"{number}: {done}"
    in_a_place(work)


try_runs("sigill-msb")
run()
