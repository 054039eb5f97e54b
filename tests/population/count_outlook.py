"""An independent count of who can teach whom, who rises by itself, and what changes from round to round.

Like count_groups.py, on which it builds, it shares nothing with the programs."""
from count_answers import Counted
from count_groups import per_level, points


# ---- who can teach ----

def cooperation(edition, chosen):
    """"even" and "few_teach" of `cooperate --json`, without the topics."""
    rows = []
    for identity in edition.questions:
        some = sum(m.counted.points[identity] > 0 for m in chosen)
        rows.append({"question": identity, "areas": chosen[0].counted.areas_of(identity), "with": some,
                     "without": len(chosen) - some})
    apart = {row["question"]: abs(row["with"] - row["without"]) for row in rows}
    even = [row for row in rows if len(chosen) <= 3 * row["with"] <= 2 * len(chosen)]
    few = [row for row in rows if 3 * row["with"] < len(chosen)]
    return {"even": sorted(even, key=lambda row: apart[row["question"]]),
            "few_teach": sorted(few, key=lambda row: row["with"])}


def mixed(edition, chosen):
    """"groups" of `cooperate --json`: the most mixed first."""
    rows = []
    for group in edition.groups:
        own = [member for member in chosen if member.organisation.group == group]
        if own:
            lists = cooperation(edition, own)
            rows.append({"group": group, "n": len(own), **{name: len(lists[name]) for name in ("even", "few_teach")}})
    return sorted(rows, key=lambda row: (-row["even"], -row["few_teach"]))


def teaches(edition, teacher, learner):
    """Questions where one is strong, with four fifths of the points or more, and the other weak, with a fifth or less."""
    return [i for i in edition.questions if 5 * teacher.points[i] >= 4 * edition.most(i)
            and 5 * learner.points[i] <= edition.most(i)]


def partners(edition, chosen, own):
    """"partners" of `cooperate NUMBER --json`: those who suit it, its own group first, then by the lesser of what the two
    can teach each other, then by both together, then by number."""
    found = []
    for other in chosen:
        gives, takes = teaches(edition, other.counted, own.counted), teaches(edition, own.counted, other.counted)
        if other is own or not gives or not takes:
            continue
        same = other.organisation.group == own.organisation.group
        found.append(((not same, -min(len(gives), len(takes)), -len(gives) - len(takes), other.organisation.number), {
            "number": other.organisation.number, "organisation": other.organisation.name,
            "group": other.organisation.group, "consents": other.consents, "same_group": same,
            "teaches": gives, "learns": takes}))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


# ---- who rises by itself ----

def partly(one):
    return [i for i, answer in one.answers.items() if one.status[i] == "no" and answer["no"] == "partly"]


def forecast(edition, one, most):
    """The same answers when what is under development has lasted a whole period: worth one point, or all."""
    answers = {str(i): answer for i, answer in one.answers.items()}
    for identity in partly(one):
        scale, all_of_it = edition.questions[identity]["kind"] == "scale", edition.most(identity)
        worth = all_of_it if most else 1
        yes = worth if scale else list(edition.questions[identity]["options"][:worth])
        answers[str(identity)] = {"yes": yes, "assessment": "sure"}
    return Counted(edition, {"answers": answers})


def forecasts(edition, chosen):
    """`forecast --json`, without what it is about."""
    rises, may_rise = [], []
    for member in chosen:
        now, low, high = member.counted, forecast(edition, member.counted, False), forecast(edition, member.counted, True)
        row = {"number": member.organisation.number, "organisation": member.organisation.name,
               "group": member.organisation.group, "partly": len(partly(now))}
        for name, one in (("now", now), ("least", low), ("most", high)):
            row[name] = {"level": one.level, "points": one.total}
        if low.level > now.level:
            rises.append({**row, "rise": "rises"})
        elif high.level > now.level:
            may_rise.append({**row, "rise": "may-rise"})
    return {"n": len(chosen), "partly": sum(bool(partly(member.counted)) for member in chosen), "rises": len(rises),
            "may_rise": len(may_rise), "organisations": rises + may_rise}


# ---- from round to round ----

def trend_of_one(edition, one):
    """A round of `trend NUMBER --json`; one: what was counted of the organisation, or None."""
    if one is None:
        return {"n": 0}
    return {"n": 1, "level": one.level, "points": one.total, "measures": one.measures,
            "areas": [{"id": area["id"], "points": one.area_points[area["id"]], "level": one.area_levels[area["id"]]}
                      for area in edition.areas]}


def trend_of_group(edition, chosen):
    """A round of `trend --json`."""
    if not chosen:
        return {"n": 0}
    counted = [member.counted for member in chosen]
    spread = points(edition, counted)
    del spread["classes"]
    return {"n": len(counted), "levels": per_level(edition, (one.level for one in counted)), "points": spread,
            "measures": {"sum": sum(one.measures for one in counted)},
            "areas": [{"id": area["id"], "points": sum(one.area_points[area["id"]] for one in counted),
                       "levels": per_level(edition, (one.area_levels[area["id"]] for one in counted))}
                      for area in edition.areas]}
