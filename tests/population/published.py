"""A made-up population that comes to the numbers of MSB's report of 2022 (tests/data/report-2021.json): the answers that
fit.py found, of organisations that do not exist. Whatever the report does not number is as in generate.py, or drawn here.

Of the 651 who are asked, one agency answers for 88 courts. Beside the 301 that count, a few come late, and one was not asked."""
from fit import IDS, REPORT, SCALES, SECTION, Result, aim_of, read_answers
from generate import Population, Submission, consents, day, model_of
from organisations import COUNTIES, SIZES, Organisation, number, organisations
from splitmix import SplitMix

SEED = 20220622
PERIOD = {"from": "2019-10-01", "to": "2021-09-30"}
AGENCIES, COURTS = 252, REPORT["asked"]["of_which_one_answered_for"]
LATE = {"kommun": 2, "myndighet": 1}
COURT_PREFIX = "202888"
# Of questions with a way of working: how many of those without points have one with none of the options, or one under development.
WITHOUT_POINTS = {8: {"kommun": (30, 22), "region": (2, 0), "myndighet": (10, 22)}}
OTHERS_WITHOUT_POINTS = {"kommun": (12, 16), "region": (1, 0), "myndighet": (6, 9)}
UNSURE = 60  # of 1000

# Free texts: how many of each group write one, and how many of those say that nothing hampered them.
WRITE = {"kommun": 84, "region": 5, "myndighet": 61}
NOTHING = {"kommun": 10, "region": 1, "myndighet": 20}
PANDEMIC = ["Pandemin.", "Covid-19 har präglat hela perioden.", "Hemarbete under pandemin.", "Pandemin flyttade personal till annat.",
            "Nya arbetssätt på distans under pandemin, med högre krav på säkerhet."]
COURT_RULING = "EU-domstolens dom om överföringar till tredje land ändrade hur vi ser på molntjänster."
NO_CIRCUMSTANCE = "Inget särskilt."
RESOURCES = ["Tiden räcker inte.", "Brist på personal.", "Pengar saknas.", "För små resurser."]
OTHER_OBSTACLES = ["Organisationen är splittrad.", "Arbetet är inte knutet till styrningen.", "Ledningen har annat för sig."]


def asked(random):
    """{group: organisations}, those that one agency answers for last."""
    courts = [Organisation(f"Tingsrätten i {place}", number(COURT_PREFIX, serial), "myndighet", random.pick(COUNTIES), SIZES[0])
              for serial, place in enumerate((f"{county} {part}" for county in COUNTIES for part in ("norra", "södra", "östra", "västra",
                                                                                                    "inre")), 100)][:COURTS]
    return {"kommun": organisations(random, "kommun", 290), "region": organisations(random, "region", 21),
            "myndighet": organisations(random, "myndighet", AGENCIES) + courts}


def no_answers(random, model, group, coded):
    """{(place, question): what a no is called}, where it is not plain."""
    found = {}
    for question in model["questions"]:
        if "partly" not in question["zero_answers"]:
            continue
        none, partly = WITHOUT_POINTS.get(question["id"], {}).get(group) or OTHERS_WITHOUT_POINTS[group]
        places = random.shuffled(place for place, answers in enumerate(coded) if not answers[question["id"]])
        found.update({(place, question["id"]): "none" for place in places[:none]})
        found.update({(place, question["id"]): "partly" for place in places[none:none + partly]})
    return found


def answer(value, question, kind, unsure):
    given = {"no": kind} if not value else \
        {"yes": value if question in SCALES else [letter for bit, letter in enumerate("abcde") if value >> bit & 1]}
    return {**given, "assessment": "unsure" if unsure else "sure"}


def with_role(random, group, totals):
    """The places of those with a security role: mostly who has many points, but for regions."""
    spread = 1000 if group == "region" else 60
    order = sorted(range(len(totals)), key=lambda place: -totals[place] - random.below(spread))
    return set(order[:REPORT["with_a_security_role"][group]])


def texts(random, group, count):
    """(circumstances, obstacles) of each place."""
    told, hampered = random.shuffled(range(count))[:WRITE[group]], random.shuffled(range(count))[:WRITE[group]]
    nothing = set(told[:NOTHING[group]])
    found = []
    for place in range(count):
        circumstances = "" if place not in told else NO_CIRCUMSTANCE if place in nothing else \
            COURT_RULING if random.chance(80) else random.pick(PANDEMIC)
        obstacles = "" if place not in hampered else random.pick(RESOURCES if random.chance(720) else OTHER_OBSTACLES)
        found.append((circumstances, obstacles))
    return found


def document(model, random, organisation, answers, role, told, covers=()):
    covered = {"covers": [{"name": one.name, "number": one.number} for one in covers]} if covers else {}
    return {
        "edition": model["id"],
        "organisation": {"name": organisation.name, "number": organisation.number, "group": organisation.group, **covered},
        "period": PERIOD, "marking": "begränsat hemlig",
        "participants": ["informationssäkerhetssamordnare", "it-chef"] if role else ["it-chef", "ledning"],
        "answers": answers, "circumstances": told[0], "obstacles": told[1], "background": consents(model, random),
        "approval": {"by": "Kim Exempel", "role": "chef", "date": "2021-05-01", "reference": ""},
    }


def group_submissions(model, random, group, coded, asked_of_group):
    """One submission in time from each whose answers are counted."""
    doubted = aim_of(group).doubted
    kinds, told = no_answers(random, model, group, coded), texts(random, group, len(coded))
    roles = with_role(random, group, [Result(answers, False).total for answers in coded])
    courts = [organisation for organisation in asked_of_group if organisation.number.startswith(COURT_PREFIX)]
    senders = random.shuffled(organisation for organisation in asked_of_group if organisation not in courts)
    found = []
    for place, (sender, values) in enumerate(zip(senders, coded)):
        answers = {str(i): answer(values[i], i, kinds.get((place, i), "no"),
                                  SECTION[i] == 1 if place == doubted else random.chance(UNSURE)) for i in IDS}
        covers = courts if place == len(coded) // 2 else ()
        found.append(Submission(sender, document(model, random, sender, answers, place in roles, told[place], covers), day(random, 5, 9)))
    return found


def published():
    model, random, population = model_of(), SplitMix(SEED), Population()
    lists, coded = asked(random), read_answers()
    for group, members in lists.items():
        population.asked += members
        sent = group_submissions(model, random, group, coded[group], members)
        answered = {submission.organisation for submission in sent}
        population.submissions += sent
        for member in [member for member in members if member not in answered][:LATE.get(group, 0)]:
            late = Submission(member, {**sent[0].answers, "organisation": document(model, random, member, {}, True, ("", ""))["organisation"]},
                              day(random, 10, 11))
            population.submissions.append(late)
    stranger = organisations(random, "kommun", 1, 900)[0]
    stranger.name = f"1:a {stranger.name}"
    population.submissions.append(Submission(stranger, document(model, random, stranger, sent[0].answers["answers"], True, ("", "")),
                                             day(random, 6, 9)))
    population.submissions.sort(key=lambda submission: submission.arrived)
    for submission in population.submissions:
        submission.name = f"{submission.organisation.number}-1"
    return population
