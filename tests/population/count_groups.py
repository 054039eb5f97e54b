"""An independent count over the answers of many organisations: who counts, statistics, order, benchmarks
(docs/cli.md, "What counts, and what may be published").

Like count_answers.py, on which it builds, it shares nothing with the programs. It counts what stands in the documents: each
table cell is a plain sum over the members."""
from count_answers import Counted

ON_TIME, LATE, OUTSIDE = "on_time", "late", "outside"
MEASURES_TOLD = 5  # more measures left are told as "more"
CLASS = 10         # points in a class


class Member:
    """An organisation with the submission that counts. place: ON_TIME, LATE or OUTSIDE."""

    def __init__(self, edition, submission, place):
        self.organisation, self.place = submission.organisation, place
        self.document = submission.answers
        self.counted = Counted(edition, submission.answers)
        self.security_role = bool(set(self.document["participants"]) & set(edition.model["security_roles"]))
        consent = [question["id"] for question in edition.model["background"] if question["kind"] == "consent"]
        self.consents = bool(consent) and all(self.document["background"].get(i) == "ja" for i in consent)


def round_of(rounds, arrived):
    """The round that had opened last on that day; the first if none had. rounds: {id: (first day, last day)}."""
    order = sorted(rounds, key=lambda one: rounds[one][0])
    return ([order[0]] + [one for one in order if rounds[one][0] <= arrived])[-1]


def current(submissions):
    """The one that counts of each organisation's submissions to a round, which stand in the order of arrival: of the
    latest period, not replaced by another of them, the first to come."""
    replaced = {id(submission.replaces) for submission in submissions if submission.replaces}
    found = {}
    for submission in submissions:
        number, period = submission.organisation.number, submission.answers["period"]
        if id(submission) in replaced:
            continue
        if number not in found or period["from"] > found[number].answers["period"]["from"]:
            found[number] = submission
    return found


def members(edition, submissions, asked, closes=None):
    """All members of a round, by number, from the submissions to it. asked: the organisations of its list; None if it has
    none. closes: its last day; None if it has no days."""
    listed = None if asked is None else {organisation.number for organisation in asked}
    found = []
    for number, submission in sorted(current(submissions).items()):
        late = closes is not None and submission.arrived > closes
        place = OUTSIDE if listed is not None and number not in listed else LATE if late else ON_TIME
        found.append(Member(edition, submission, place))
    return found


def selected(everyone, group=None, late=False, county=None):
    """Those whom a figure is about. Only the list tells counties, so whoever is not in it has none."""
    places = (ON_TIME, LATE) if late else (ON_TIME,)
    return [m for m in everyone if m.place in places and belongs(m.organisation, group, county)]


# ---- statistics ----

def per_level(edition, levels):
    levels = list(levels)
    return [levels.count(level) for level in range(len(edition.levels) + 1)]


def areas(edition, counted):
    found = []
    for area in edition.areas:
        levels = [one.area_levels[area["id"]] for one in counted]
        found.append({"id": area["id"], "at_level": per_level(edition, levels),
                      "above": [sum(level > least for level in levels) for least in range(len(edition.levels) - 1)]})
    return found


def points(edition, counted):
    totals, most = sorted(one.total for one in counted), sum(map(edition.most, edition.questions))
    classes = []
    for low in range(0, max(most, 1), CLASS):
        high = most if low + CLASS >= most else low + CLASS - 1
        classes.append({"from": low, "to": high, "count": sum(low <= total <= high for total in totals)})
    return {"sum": sum(totals), "lowest": totals[0] if totals else None, "highest": totals[-1] if totals else None,
            "median": totals[(len(totals) - 1) // 2] if totals else None, "classes": classes}


def held_members(counted):
    """Those whose points suffice for their next level, which they lack all the same."""
    return [one for one in counted if one.next and one.total >= one.edition.levels[one.next]["min_total"]]


def near_members(counted):
    return [one for one in held_members(counted) if 1 <= one.measures_left() <= MEASURES_TOLD]


def held(edition, counted):
    rows = []
    for level in sorted(edition.levels):
        left = [one.measures_left() for one in held_members(counted) if one.next == level]
        rows.append({"level": level, "enough": len(left),
                     "lacks": [{"left": few, "count": left.count(few)} for few in range(1, MEASURES_TOLD + 1)],
                     "more": sum(many > MEASURES_TOLD for many in left), "unsure_only": left.count(0)})
    return rows


def next_level(counted):
    near = near_members(counted)
    return {"enough": len(held_members(counted)), "near": len(near),
            "as_many": sum(len(one.below_minimum()) == one.measures_left() for one in near)}


def holding(edition, counted):
    times = {identity: 0 for identity in edition.questions}
    for one in near_members(counted):
        for identity in one.below_minimum():
            times[identity] += 1
    order = sorted((identity for identity in times if times[identity]), key=lambda identity: -times[identity])
    return [{"question": identity, "count": times[identity]} for identity in order]


def belongs(organisation, group, county):
    return group in (None, organisation.group) and county in (None, organisation.county)


def covered(everyone, asked):
    """{number: whether by late answers alone} of those who have not answered, and whom the answers of others cover."""
    own, found = {m.organisation.number for m in everyone}, {}
    for m in everyone:
        for one in m.document["organisation"].get("covers", []) if m.place != OUTSIDE else []:
            if one.get("number") and one["number"] not in own:
                found[one["number"]] = found.get(one["number"], True) and m.place == LATE
    return {one.number: found[one.number] for one in asked if one.number in found}


def response(everyone, asked, group, county=None, late=False):
    """How many were asked, and how they answered. Those outside the list have no county. Whom others cover is of the list
    here."""
    places = [m.place for m in everyone if belongs(m.organisation, group, county) and (county is None or m.place != OUTSIDE)]
    row = {"population": None, "missing": None, "covered": 0, "covered_late": 0, **{place: places.count(place) for place in (ON_TIME, LATE, OUTSIDE)}}
    if asked is not None:
        row["population"] = sum(belongs(organisation, group, county) for organisation in asked)
        others = covered(everyone, asked)
        by = [others[one.number] for one in asked if one.number in others and belongs(one, group, county)]
        row["covered"] = len(by) if late else by.count(False)
        row["covered_late"] = len(by) - row["covered"]
        row["missing"] = row["population"] - row["on_time"] - row["late"] - len(by)
    row["answered_for"] = row["on_time"] + (row["late"] if late else 0) + row["covered"]
    return row


def group_row(edition, everyone, asked, group, late=False, county=None):
    """One element of "groups" of `stats --json`, without its name."""
    chosen = selected(everyone, group, late, county)
    counted = [member.counted for member in chosen]
    levels = per_level(edition, (one.level for one in counted))
    return {
        "group": group, **response(everyone, asked, group, county, late), "counted": len(chosen), "levels": levels,
        "any_level": len(chosen) - levels[0], "areas": areas(edition, counted), "points": points(edition, counted),
        "measures": {"sum": sum(one.measures for one in counted)},
        "held": held(edition, counted), "next_level": next_level(counted), "holding": holding(edition, counted),
        "background": {"security_role": {
            "with": per_level(edition, (m.counted.level for m in chosen if m.security_role)),
            "without": per_level(edition, (m.counted.level for m in chosen if not m.security_role))}},
    }


# ---- order ----

def ranked(chosen):
    """(place, member), the best first; equal standings share a place and stand by number."""
    order = sorted(chosen, key=lambda m: ([-figure for figure in m.counted.standing], m.organisation.number))
    standings = [m.counted.standing for m in order]
    return [(1 + standings.index(m.counted.standing), m) for m in order]


def quarter(chosen, one):
    """The quarter of the group that an organisation stands in, by how many of the group stand above it: 1 is the highest.
    One that is not counted itself may have all above it; it stands in the lowest."""
    above = sum(member.counted.standing > one.standing for member in chosen)
    return min(4, 4 * above // len(chosen) + 1)


# ---- benchmarks ----

def strength(row, votes, members_count):
    """Of a yes: the votes of the kept choice that has the fewest, of those who said yes. Of a no: those who did not."""
    if row["answer"] == "no":
        return {"part": members_count - row["yes_count"], "of": members_count}
    return {"part": min(votes[choice] for choice in row["yes"]), "of": row["yes_count"]}


def benchmark_question(edition, counted, identity):
    """An element of "questions" of `benchmark --json`, without its topic."""
    scale = edition.questions[identity]["kind"] == "scale"
    yes = [one.answers[identity]["yes"] for one in counted if one.status[identity] == "yes"]
    choices = range(1, edition.most(identity) + 1) if scale else edition.questions[identity]["options"]
    votes = {choice: sum(answer == choice if scale else choice in answer for answer in yes) for choice in choices}
    row = {"id": identity, "answer": "no", "kind": None, "yes": [], "yes_count": len(yes), "chosen": list(votes.values())}
    if 2 * len(yes) > len(counted):
        kept = [choice for choice in choices if 2 * votes[choice] > len(yes)]
        row["kind"] = "majority" if kept else "minority"
        row["answer"], row["yes"] = "yes", kept or [c for c in choices if votes[c] == max(votes.values())]
    return {**row, "strength": strength(row, votes, len(counted))}


def area_measures(edition, area, rows):
    """The kept options and steps that belong to an area."""
    total = 0
    for row in rows:
        some = set(area["options"].get(str(row["id"]), ""))
        total += len(row["yes"]) if row["id"] in area["in_full"] else sum(choice in some for choice in row["yes"])
    return total


def benchmark(edition, chosen):
    """("questions" of `benchmark --json`, "result" of it). Each step kept of a scale is a measure."""
    counted = [member.counted for member in chosen]
    rows = [benchmark_question(edition, counted, identity) for identity in edition.questions]
    answers = {str(row["id"]): {"no": "no", "assessment": "sure"} for row in rows}
    for row in rows:
        if row["answer"] == "yes":
            scale = edition.questions[row["id"]]["kind"] == "scale"
            answers[str(row["id"])] = {"yes": max(row["yes"]) if scale else row["yes"], "assessment": "sure"}
    result = Counted(edition, {"answers": answers}).as_json()
    result["measures"] = sum(len(row["yes"]) for row in rows)
    for area, said in zip(edition.areas, result["areas"]):
        said["measures"] = area_measures(edition, area, rows)
    return rows, result


def best(chosen, count):
    """The `count` best; of several that share the last place, those of the lowest number."""
    return [member for _, member in ranked(chosen)[:count]]
