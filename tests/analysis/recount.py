"""What the subcommands of analysis must say, counted from the answers by other means than theirs."""
from organisations import ANSWERS, EDITION, GROUP, QUESTIONS


def points(given):
    chosen = given.get("yes", [])
    return chosen if isinstance(chosen, int) else len(chosen)


def ticks(question, given):
    """The options or the step of an answer, as a list."""
    chosen = given.get("yes", [])
    return [chosen] if isinstance(chosen, int) else chosen


def area_parts(area):
    """By question: which of its options, or True for all of it, belong to the area."""
    parts = {str(question): True for question in area["in_full"]}
    parts.update(area["options"])
    return parts


def area_points(area, answers):
    total = 0
    for question, part in area_parts(area).items():
        given = answers[question]
        total += points(given) if part is True or isinstance(given.get("yes"), int) else \
            len([option for option in given.get("yes", []) if option in part])
    return total


def level(answers):
    reached = 0
    total = sum(points(given) for given in answers.values())
    for demand in EDITION["levels"]:
        asked = [str(question["id"]) for question in QUESTIONS if question["section"] in demand["sections"]]
        if total < demand["min_total"] or any(points(answers[question]) < demand["min_points_each"] for question in asked):
            break
        reached = demand["level"]
    return reached


def area_level(area, answers):
    section = {str(question["id"]): question["section"] for question in QUESTIONS}
    first = {question: answers[question] for question in answers if section[question] == 1}
    parts = {question: part for question, part in area_parts(area).items() if question in first}
    if area_points({"in_full": [q for q, part in parts.items() if part is True],
                    "options": {q: part for q, part in parts.items() if part is not True}}, answers) == 0:
        return 0
    reached = 0
    for demand in EDITION["levels"]:
        gates = [str(gate["question"]) for gate in area["gates"] if gate["from_level"] <= demand["level"]]
        asked = [question for question in gates if section[question] in demand["sections"]]
        if any(points(answers[question]) < demand["min_points_each"] for question in asked):
            break
        reached = demand["level"]
    return reached


def standing(answers):
    areas = EDITION["areas"]
    return [level(answers), sum(area_level(area, answers) for area in areas),
            sum(points(given) for given in answers.values()), sum(area_points(area, answers) for area in areas)]


def members(group=None):
    return [number for number in sorted(ANSWERS) if group in (None, GROUP[number])]


def by_standing(numbers):
    return sorted(numbers, key=lambda number: ([-figure for figure in standing(ANSWERS[number])], number))


def typical(question, numbers):
    """The benchmark's answer to a question: kind, what is kept, yes-answers, counts of the options."""
    said = [ticks(question, ANSWERS[number][str(question["id"])]) for number in numbers]
    said = [ticked for ticked in said if ticked]
    offered = list(question["options"]) if question["kind"] == "checklist" else list(range(1, question["steps"] + 1))
    counts = [sum(option in ticked for ticked in said) for option in offered]
    if 2 * len(said) <= len(numbers):
        return None, [], len(said), counts
    kept = [option for option, count in zip(offered, counts) if 2 * count > len(said)]
    kind = "majority" if kept else "minority"
    kept = kept or [option for option, count in zip(offered, counts) if count == max(counts)]
    return kind, kept, len(said), counts


def about(area, question):
    """An area is about the questions that it holds whole, or some options of that no area holds whole."""
    whole = any(question in other["in_full"] for other in EDITION["areas"])
    return question in area["in_full"] or (not whole and str(question) in area["options"])


def lacking(target, answers):
    """By question what the target has and the answers lack: options, or the two steps."""
    found = {}
    for question in QUESTIONS:
        wanted, had = (set(ticks(question, given[str(question["id"])])) for given in (target, answers))
        if question["kind"] == "scale":
            if max(wanted, default=0) > max(had, default=0):
                found[question["id"]] = (max(had, default=0), max(wanted))
        elif wanted - had:
            found[question["id"]] = sorted(wanted - had)
    return found


def suits(one, other):
    """The questions that the other can teach the one, and the reverse."""
    def lessons(teacher, learner):
        return [question["id"] for question in QUESTIONS
                for most in [question.get("steps") or len(question["options"])]
                if 5 * points(ANSWERS[teacher][str(question["id"])]) >= 4 * most
                and 5 * points(ANSWERS[learner][str(question["id"])]) <= most]
    return lessons(other, one), lessons(one, other)


def lasted(answers, most):
    changed = {}
    for question in QUESTIONS:
        given = answers[str(question["id"])]
        if given.get("no") == "partly":
            offered = question.get("options") or list(range(1, question["steps"] + 1))
            given = {"yes": list(offered) if most else list(offered)[:1]} if question["kind"] == "checklist" \
                else {"yes": offered[-1] if most else 1}
        changed[str(question["id"])] = given
    return changed
