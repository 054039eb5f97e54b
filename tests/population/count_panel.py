"""An independent count of two rounds part by part: those who answered in both, and those only in the one or the other; and what a
reader can work out of what is published of them.

Like count_groups.py, on which it builds, it shares nothing with the programs."""
from itertools import combinations_with_replacement

from count_groups import per_level, selected
from count_outlook import forecast

PARTS = ("both", "apart", "whole")
SCORED = ("checklist", "scale")
OTHER = {"both": "apart", "apart": "both"}


def parted(first, second, group, late):
    """[{part: members} of each round]."""
    found = []
    for here, there in ((first, second), (second, first)):
        others = {member.organisation.number for member in selected(there, None, late)}
        whole = selected(here, group, late)
        found.append({"whole": whole, "both": [m for m in whole if m.organisation.number in others],
                      "apart": [m for m in whole if m.organisation.number not in others]})
    return found


def scored(edition):
    return [i for i, question in edition.questions.items() if question["kind"] in SCORED]


def figures(edition, members):
    """A part of `panel --json`."""
    counted = [member.counted for member in members]
    totals = sorted(one.total for one in counted)
    levels = per_level(edition, (one.level for one in counted))
    return {"counted": len(counted), "levels": levels, "with_level": len(counted) - levels[0],
            "median": totals[(len(totals) - 1) // 2] if totals else None,
            "areas": [{"id": area["id"], "at_level": per_level(edition, (one.area_levels[area["id"]] for one in counted))}
                      for area in edition.areas],
            "questions": [{"id": i, "yes": sum(one.status[i] == "yes" for one in counted)} for i in scored(edition)]}


def told(rows):
    """What is told of those in both: (kind, before, ..., after), before and after first and last."""
    return {"both": len(rows), "higher": sum(row[-1] > row[1] for row in rows), "same": sum(row[-1] == row[1] for row in rows),
            "lower": sum(row[-1] < row[1] for row in rows),
            "expected": [{"rise": kind, "count": sum(row[0] == kind for row in rows),
                          "came": sum(row[0] == kind and row[-1] > row[1] for row in rows)} for kind in ("stays", "may-rise", "rises")]}


def kind_of(now, low, high):
    return "rises" if low > now else "may-rise" if high > now else "stays"


def rise(edition, first, second):
    """What the first round let expect of those in both. first: they, as the group has them then; second: everybody of the other."""
    after = {member.organisation.number: member.counted.level for member in second}
    rows = []
    for member in first:
        now = member.counted
        low, high = forecast(edition, now, False), forecast(edition, now, True)
        rows.append((kind_of(now.level, low.level, high.level), now.level, low.level, high.level, after[member.organisation.number]))
    return {**told(rows), "points": None,
            "reach": [{"level": level, **{name: sum(row[place] >= level for row in rows)
                                          for place, name in ((1, "first"), (2, "least"), (3, "most"), (4, "second"))}}
                      for level in range(1, len(edition.levels) + 1)]}


def having(question, yes):
    """The options with points when so much is chosen: of a scale each step up to it."""
    return {str(step + 1) for step in range(yes)} if question["kind"] == "scale" else set(yes)


def had(edition, one, identity):
    return having(edition.questions[identity], one.answers[identity]["yes"]) if one.status[identity] == "yes" else set()


def common(editions, mapping, now, later):
    """(before, at the least, at the most, after, of) of an organisation, in points on what goes on."""
    before = low = high = after = of = 0
    for identity, one in mapping.items():
        if one is None or editions[1].questions[identity]["kind"] not in SCORED:
            continue
        was, options, _ = one
        question, goes_on = editions[0].questions[was], set(options.values())
        own = len(had(editions[0], now, was) & goes_on)
        partly = now.status[was] == "no" and now.answers[was]["no"] == "partly"
        singly = range(1, question["steps"] + 1) if question["kind"] == "scale" else question["options"]
        before, of, high = before + own, of + len(goes_on), high + (len(goes_on) if partly else own)
        low += min(len(having(question, choice) & goes_on) for choice in singly) if partly else own
        after += len(had(editions[1], later, identity) & set(options))
    return before, low, high, after, of


def rise_of_two(editions, mapping, first, second):
    """The same of rounds of two editions: by the points on what they have in common."""
    after, rows, most = {member.organisation.number: member.counted for member in second}, [], 0
    for member in first:
        *row, of = common(editions, mapping, member.counted, after[member.organisation.number])
        rows.append((kind_of(*row[:3]), *row))
        most += of
    return {**told(rows), "reach": None,
            "points": {"of": most, **{name: sum(row[place] for row in rows)
                                      for place, name in ((1, "first"), (2, "least"), (3, "most"), (4, "second"))}}}


def panel(editions, rounds, first, second, late=False, mapping=None):
    """"groups" of `panel --json`, without names. editions: of each round; mapping, of two: {question: None if it is new, or
    (earlier question, {option: earlier option}, whether all is the same)}."""
    groups = []
    for group in [*editions[1].groups, None]:
        parts, everybody = parted(first, second, group, late), selected(second, None, late)
        expected = (rise(editions[0], parts[0]["both"], everybody) if mapping is None
                    else rise_of_two(editions, mapping, parts[0]["both"], everybody))
        groups.append({"group": group, "rise": expected,
                       "rounds": [{"round": name, "withheld": False, **{part: figures(edition, of[part]) for part in PARTS}}
                                  for name, edition, of in zip(rounds, editions, parts)]})
    return groups


# ---- the reader who works out counts ----

def tables(edition, members):
    """{table: column of each member} of what is shown of parts."""
    found = {"levels": [m.counted.level for m in members]}
    for area in edition.areas:
        found["area", area["id"]] = [m.counted.area_levels[area["id"]] for m in members]
    for i in scored(edition):
        found["question", i] = [m.counted.status[i] == "yes" for m in members]
    return found


def shown(edition, part):
    """{table: {column: what is published}} of a part."""
    found = {"levels": dict(enumerate(part["levels"]))}
    found.update({("area", area["id"]): dict(enumerate(area["at_level"])) for area in part["areas"]})
    found.update({("question", row["id"]): {True: row["yes"], False: None} for row in part["questions"]})
    return found


def bounds_of(value, rounded):
    if value is None:
        return 0, 10 ** 6
    if value == "<3":
        return 1, 2
    return (max(0, value - 2), value + 2) if rounded else (value, value)


def differ(one, other):
    """Whether two rounded counts of one column are not of the same organisations: these are rounded alike."""
    return None not in (one, other) and one != other


def narrow(low, high, sums):
    """Narrows bounds until nothing changes. sums: (whole, parts), names of variables."""
    changed = True
    while changed:
        changed = False
        for whole, parts in sums:
            least, most = sum(low[one] for one in parts), sum(high[one] for one in parts)
            new = {whole: (max(low[whole], least), min(high[whole], most))}
            for one in parts:
                new[one] = (max(low[one], low[whole] - most + high[one]), min(high[one], high[whole] - least + low[one]))
            for one, (lowest, highest) in new.items():
                assert lowest <= highest, "the truth is not possible"
                changed = changed or (lowest, highest) != (low[one], high[one])
                low[one], high[one] = lowest, highest


def worked_out(told, truth, rounded, insiders):
    """What somebody can work out of one table of a round's three rows: (part, column, insiders). told: {part: {column: shown}};
    truth: {part: column of each member}; the members in both stand first in the whole."""
    columns, found = list(told["whole"]), []
    there = [(part, column) for part in ("both", "apart") for column in columns if column in truth[part]]
    inside = [(), *((one,) for one in there), *combinations_with_replacement(there, 2)] if insiders else [()]
    count = {(part, column): truth[part].count(column) for part in PARTS for column in columns}
    sums = [((part, None), [(part, column) for column in columns]) for part in PARTS]
    sums += [(("whole", column), [("both", column), ("apart", column)]) for column in [None, *columns]]
    for who in inside:
        known = {one: who.count(one) for one in there}
        if any(known[one] > count[one] for one in there):
            continue
        own = {**known, **{("whole", column): known.get(("both", column), 0) + known.get(("apart", column), 0) for column in columns}}
        low, high = {}, {}
        for part in PARTS:
            low[part, None] = high[part, None] = len(truth[part])
            for column in columns:
                least, most = bounds_of(told[part][column], rounded)
                somebody = rounded and part != "whole" and differ(told["whole"][column], told[OTHER[part]][column])
                low[part, column], high[part, column] = max(least, own.get((part, column), 0), int(somebody)), min(most, len(truth[part]))
        narrow(low, high, sums)
        for part in ("both", "apart"):
            for column in columns:
                rest = count[part, column] - own.get((part, column), 0)
                if low[part, column] == high[part, column] and rest in (1, 2):
                    found.append((part, column, who))
    return found
