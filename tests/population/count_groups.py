"""An independent count over the answers of many organisations: who counts, statistics, order, benchmarks (design, section 4).

Like count_answers.py, on which it builds, it shares nothing with the programs. It counts what stands in the documents: each
table cell is a plain sum over the members."""
from count_answers import Counted

ON_TIME, LATE, OUTSIDE = "on_time", "late", "outside"
STEPS_TOLD = 5     # a gap of more steps is told as "more"
CLASS = 10         # points in a class
HIGHEST = 200


class Member:
    """An organisation with the submission that counts. place: ON_TIME, LATE or OUTSIDE."""

    def __init__(self, edition, submission, place):
        self.organisation, self.place = submission.organisation, place
        self.document = submission.answers
        self.counted = Counted(edition, submission.answers)
        self.security_role = bool(set(self.document["participants"]) & set(edition.model["security_roles"]))
        consent = [question["id"] for question in edition.model["background"] if question["kind"] == "consent"]
        self.consents = bool(consent) and all(self.document["background"].get(i) == "ja" for i in consent)


def current(submissions):
    """The one that counts of each organisation's submissions, which stand in the order of arrival: of the latest period,
    not replaced, the first to come."""
    replaced = {id(submission.replaces) for submission in submissions if submission.replaces}
    found = {}
    for submission in submissions:
        number, period = submission.organisation.number, submission.answers["period"]
        if id(submission) in replaced:
            continue
        if number not in found or period["from"] > found[number].answers["period"]["from"]:
            found[number] = submission
    return found


def members(edition, population, closes=None):
    """All members by number. closes: the last day of the round; None if it has no days."""
    asked = {organisation.number for organisation in population.asked}
    found = []
    for number, submission in sorted(current(population.submissions).items()):
        late = closes is not None and submission.arrived > closes
        place = OUTSIDE if number not in asked else LATE if late else ON_TIME
        found.append(Member(edition, submission, place))
    return found


def selected(everyone, group=None, late=False, county=None):
    return [m for m in everyone if (m.place == ON_TIME or (late and m.place == LATE))
            and (group is None or m.organisation.group == group) and (county is None or m.organisation.county == county)]


# ---- statistics ----

def per_level(edition, levels):
    levels = list(levels)
    return [levels.count(level) for level in range(len(edition.levels) + 1)]


def areas(edition, counted):
    found = []
    for area in edition.areas:
        levels = [one.area_levels[area["id"]] for one in counted]
        found.append({"id": area["id"], "at_level": per_level(edition, levels),
                      "above": [sum(level > least for level in levels) for least in (0, 1, 2)]})
    return found


def points(counted):
    totals = sorted(one.total for one in counted)
    classes = []
    for low in range(0, HIGHEST, CLASS):
        high = HIGHEST if low + CLASS == HIGHEST else low + CLASS - 1
        classes.append({"from": low, "to": high, "count": sum(low <= total <= high for total in totals)})
    return {"sum": sum(totals), "lowest": totals[0] if totals else None, "highest": totals[-1] if totals else None,
            "median": totals[(len(totals) - 1) // 2] if totals else None, "classes": classes}


def held_members(counted):
    """Those whose points suffice for a higher level than they have: (member, that level, points lacking by question)."""
    found = []
    for one in counted:
        level = one.enough_for()
        if level > one.level:
            found.append((one, level, one.lacking(level)))
    return found


def held(edition, counted):
    rows = []
    for level in sorted(edition.levels):
        lacks = [sum(lacking.values()) for _, enough, lacking in held_members(counted) if enough == level]
        rows.append({"level": level, "enough": len(lacks),
                     "lacks": [{"steps": steps, "count": lacks.count(steps)} for steps in range(1, STEPS_TOLD + 1)],
                     "more": sum(steps > STEPS_TOLD for steps in lacks), "unsure_only": lacks.count(0)})
    return rows


def holding(edition, counted):
    times = {identity: 0 for identity in edition.questions}
    for _, _, lacking in held_members(counted):
        for identity in lacking:
            times[identity] += 1
    order = sorted((identity for identity in times if times[identity]), key=lambda identity: -times[identity])
    return [{"question": identity, "count": times[identity]} for identity in order]


def group_row(edition, everyone, asked, group, late=False, county=None):
    """One element of "groups" of `stats --json`, without its name."""
    def of(place):
        return sum(m.place == place and (group is None or m.organisation.group == group)
                   and (county is None or m.organisation.county == county) for m in everyone)

    chosen = selected(everyone, group, late, county)
    counted = [member.counted for member in chosen]
    listed = sum((group is None or o.group == group) and (county is None or o.county == county) for o in asked)
    levels = per_level(edition, (one.level for one in counted))
    return {
        "group": group, "population": listed, "on_time": of(ON_TIME), "late": of(LATE), "outside": of(OUTSIDE),
        "missing": listed - of(ON_TIME) - of(LATE), "counted": len(chosen), "levels": levels,
        "any_level": len(chosen) - levels[0], "areas": areas(edition, counted), "points": points(counted),
        "measures": {"sum": sum(one.measures for one in counted)},
        "held": held(edition, counted), "holding": holding(edition, counted),
        "background": {"security_role": {
            "with": per_level(edition, (m.counted.level for m in chosen if m.security_role)),
            "without": per_level(edition, (m.counted.level for m in chosen if not m.security_role))}},
    }


# ---- order ----

def ranked(chosen):
    """(place, member), the best first; equal standings share a place and stand by number."""
    order = sorted(chosen, key=lambda m: ([-figure for figure in m.counted.standing], m.organisation.number))
    return [(1 + sum(other.counted.standing > m.counted.standing for other in chosen), m) for m in order]


def quartile(standings, one):
    """1 for the best quarter: how many quarters of the group stand strictly above it, and one more."""
    above = sum(other > one for other in standings)
    return 4 * above // len(standings) + 1


# ---- benchmarks ----

def benchmark_question(edition, counted, identity):
    scale = edition.questions[identity]["kind"] == "scale"
    yes = [one.answers[identity]["yes"] for one in counted if one.status[identity] == "yes"]
    row = {"id": identity, "answer": "no", "kind": None, "yes": [], "yes_count": len(yes)}
    if 2 * len(yes) <= len(counted):
        return row
    choices = range(1, edition.most(identity) + 1) if scale else edition.questions[identity]["options"]
    votes = {choice: sum(answer == choice if scale else choice in answer for answer in yes) for choice in choices}
    kept = [choice for choice in choices if 2 * votes[choice] > len(yes)]
    kind = "majority" if kept else "minority"
    kept = kept or [choice for choice in choices if votes[choice] == max(votes.values())]
    return {**row, "answer": "yes", "kind": kind, "yes": kept}


def benchmark(edition, chosen):
    """(the questions of `benchmark --json`, the counted result; measures of kept steps included)."""
    counted = [member.counted for member in chosen]
    rows = [benchmark_question(edition, counted, identity) for identity in edition.questions]
    answers, more = {}, 0
    for row in rows:
        if row["answer"] == "no":
            answers[str(row["id"])] = {"no": "no", "assessment": "sure"}
            continue
        scale = edition.questions[row["id"]]["kind"] == "scale"
        answers[str(row["id"])] = {"yes": max(row["yes"]) if scale else row["yes"], "assessment": "sure"}
        more += len(row["yes"]) - 1 if scale else 0
    result = Counted(edition, {"answers": answers})
    result.measures += more
    return rows, result


def best(chosen, count):
    """The `count` best; all that share the last place with them are among them."""
    return [member for place, member in ranked(chosen) if place <= count]
