"""An independent count of what the report of a round shows beside its statistics: typical members and the best, what they leave to
a target, the ends of each group, the order of its members, who came.

Like count_groups.py, on which it builds, it shares nothing with the programs."""
from count_groups import LATE, OUTSIDE, belongs, benchmark, best, ranked, response, selected
from count_outlook import cooperation

ENDS = 3   # of the fewest measures, and of the most
TIMES = 3  # the best are told of a group that has so many times as many


def percent(part, whole):
    """Rounded, a half upwards; None of nobody."""
    return (200 * part + whole) // (2 * whole) if whole else None


class Typical:
    """A benchmark: of .n members, .rows and .result as `benchmark --json` has them."""

    def __init__(self, edition, chosen):
        self.edition, self.n = edition, len(chosen)
        self.rows, self.result = benchmark(edition, chosen)
        self.areas = {area["id"]: area for area in self.result["areas"]}
        self.kept = {row["id"]: row["yes"] for row in self.rows}

    def words(self, question):
        return " ".join(map(str, self.kept[question])) or "no"

    def left(self, target):
        """Measures of a target that these answers lack. target: {question: options as a list, or a step}."""
        lacking = 0
        for question, wanted in target.items():
            if isinstance(wanted, int):
                lacking += measures_of_raise(max(self.kept[question], default=0), wanted)
            else:
                lacking += sum(option not in self.kept[question] for option in wanted)
        return lacking


def measures_of_raise(has, wanted):
    """Of a scale: the first step is a measure, and a higher one is none more (docs/edition.md, "Model")."""
    return 1 if has == 0 and wanted > 0 else 0


def is_behind(edition, one, target):
    """Whether the answers of one organisation lack any measure of a target: a box, or a scale without a step."""
    for question, wanted in target.items():
        yes = one.answers[question]["yes"] if one.status[question] == "yes" else 0 if isinstance(wanted, int) else []
        if (wanted > 0 and yes == 0) if isinstance(wanted, int) else set(wanted) - set(yes):
            return True
    return False


class Group:
    """What the report shows of a group, an id, or of all (None). .typical and .best are None where there is none."""

    published = False

    def __init__(self, edition, everyone, asked, group, late=False, count=30):
        self.edition, self.group, self.chosen = edition, group, selected(everyone, group, late)
        self.n = len(self.chosen)
        self.typical = Typical(edition, self.chosen) if self.chosen else None
        self.best = Typical(edition, best(self.chosen, count)) if self.n and self.n >= TIMES * count else None
        self.first = best(self.chosen, count)
        self.lists = cooperation(edition, self.chosen) if self.chosen else None
        here = [member for member in everyone if belongs(member.organisation, group, None)]
        self.asked = sum(belongs(organisation, group, None) for organisation in asked)
        self.received = len(here)
        self.late = 0 if late else sum(member.place == LATE for member in here)
        self.outside = sum(member.place == OUTSIDE for member in here)
        self.response = response(everyone, asked, group, None, late)

    def rate(self):
        return percent(self.n, self.asked)

    def reach(self):
        """How many are covered, how many answered for, and their share in per cent."""
        answered = self.response["answered_for"]
        return self.response["covered"], answered, percent(answered, self.asked)

    def reaches(self, area):
        """The share with a level in an area, in per cent."""
        return percent(self.above(area)[0], self.n)

    def ends(self, most):
        measures = sorted((member.counted.measures for member in self.chosen), reverse=most)[:ENDS]
        return measures + [None] * (ENDS - len(measures))

    def above(self, area):
        return [sum(member.counted.area_levels[area] > least for member in self.chosen) for least in range(len(self.edition.levels) - 1)]

    def standings(self):
        return [member.counted.standing for _, member in ranked(self.chosen)]
