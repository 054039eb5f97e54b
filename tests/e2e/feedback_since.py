"""What feedback tells an organisation of its own last answers, against an independent count."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_feedback import since  # noqa: E402
from pairkit import Two, pair  # noqa: E402
from sigill_test import run, test  # noqa: E402
from successionkit import compared  # noqa: E402
from worldkit import fed, members_of, shared_world  # noqa: E402


@test
def test_what_changed_since_last_time_is_told(directory):
    world = shared_world()
    first, second = ({one.organisation.number: one for one in members_of(world, name)} for name in ("2021", "2023"))
    feedback = fed(world, directory, "2023")
    assert set(first) & set(second), "some answered twice"
    for number, member in second.items():
        said = feedback[number][1]["since"]
        before = first.get(number)
        assert (said is None) == (before is None), number
        if before is None:
            continue
        changed = since(before.counted, member.counted)
        assert said["round"] == "2021" and {one["id"]: (one["from"]["points"], one["to"]["points"]) for one in said["questions"]} == changed
        assert [said[side][key] for side in ("from", "to") for key in ("level", "points", "measures")] == [
            figure for one in (before.counted, member.counted) for figure in (one.level, one.total, one.measures)]
        page = feedback[number][0]
        assert "Compared with the answers that counted in the round 2021" in page


@test
def test_what_changed_since_another_edition_is_told_as_far_as_it_is_comparable(directory):
    for number, years in enumerate(((2021, 2023), (2023, 2025))):
        two = Two(directory / str(number), pair(2, years), years)
        first, second = ({one.organisation.number: one for one in everyone} for everyone in (two.first, two.second))
        feedback = fed(two.world, two.directory, "2023")
        assert set(feedback) == set(second) and set(first) & set(second)
        for number, member in second.items():
            page, said = feedback[number]
            if number not in first:
                assert said["since"] is None and "since last time" not in page, number
                continue
            wanted = compared(*years, first[number].document["answers"], member.document["answers"])
            since = said["since"]
            assert since["questions"] == wanted and (since["round"], since["edition"]) == ("2021", two.editions[1].id)
            of, before, after = (sum(one[key] for one in wanted) for key in ("of", "from", "to"))
            assert [since["comparable"][key] for key in ("of", "from", "to")] == [of, before, after]
            assert [since[side][key] for side in ("from", "to") for key in ("level", "points")] == [
                figure for one in (first[number].counted, member.counted) for figure in (one.level, one.total)]
            assert f"{before} points then and {after} now, of {of}. " in page and "Levels and points as a whole are not comparable." in page


run()
