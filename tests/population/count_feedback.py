"""An independent count of what feedback tells an organisation beside its own result: what it lacks of its group, of the best and of
a target, what changed since an earlier round, and whom it could learn from and teach. Like count_groups.py, on which it builds,
it shares nothing with the programs."""
from count_groups import selected

SHOWN = 3  # teachers and learners of an area


def typical(rows):
    """{question: options as a list, or a step} of the rows of count_groups.benchmark."""
    return {row["id"]: row["yes"] for row in rows if row["answer"] == "yes"}


def lacking(edition, own, wanted):
    """{question: (options, from, to)} of what is wanted, {question: options or steps}, and not had: the first or the other two."""
    found = {}
    for identity, yes in wanted.items():
        had = own.answers[identity].get("yes") if own.status[identity] == "yes" else None
        if edition.questions[identity]["kind"] == "scale":
            step, has = max(yes) if isinstance(yes, list) else yes, had or 0
            if step > has:
                found[identity] = None, has, step
        elif set(yes) - set(had or []):
            found[identity] = sorted(set(yes) - set(had or [])), None, None
    return found


def size(lacks):
    """(measures, points) of what is lacking."""
    points = sum(len(options) if options else last - first for options, first, last in lacks.values())
    return sum(len(options) if options else first == 0 for options, first, last in lacks.values()), points


def inside(area, identity):
    return identity in area["in_full"] or str(identity) in area["options"]


def lessons(edition, area, teacher, learner):
    """Questions of an area where one has at least four fifths of the points and the other at most one fifth."""
    return [i for i in edition.questions if inside(area, i) and 5 * teacher.points[i] >= 4 * edition.most(i)
            and 5 * learner.points[i] <= edition.most(i)]


def peers(edition, area, own, others, teaches):
    found = []
    for other in others:
        pair = (other.counted, own.counted) if teaches else (own.counted, other.counted)
        questions = lessons(edition, area, *pair)
        if questions:
            same = other.organisation.group == own.organisation.group
            found.append(((not same, -len(questions), other.organisation.number), {
                "number": other.organisation.number, "organisation": other.organisation.name, "group": other.organisation.group,
                "questions": questions}))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])][:SHOWN]


def exchange(edition, everyone, own):
    """"exchange" of aterkoppling.json: None where it has not consented."""
    if not own.consents:
        return None
    others = [one for one in selected(everyone) if one.consents and one.organisation.number != own.organisation.number]
    return [{"area": area["id"], "teachers": peers(edition, area, own, others, True), "learners": peers(edition, area, own, others, False)}
            for area in edition.areas]


def since(before, now):
    """The questions that changed: {question: (points then, points now)}, by status, points, assessment or ticks."""
    def state(one, i):
        yes = one.answers[i].get("yes") if one.status[i] == "yes" else None
        return one.status[i], one.points[i], one.answers[i].get("assessment"), sorted(yes) if isinstance(yes, list) else yes
    return {i: (before.points[i], now.points[i]) for i in now.edition.questions if state(before, i) != state(now, i)}
