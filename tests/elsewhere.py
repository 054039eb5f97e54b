"""Other days and another locale than this machine's, in which the tests pass as well: what is to be made for them, and the
environment of a suite there."""
import datetime
import os
import time

YEARS = ("2027", "2030", "2040", "2099")
PLACES = (*YEARS, "latin-1")
CLOCK = os.path.abspath("build/preload/shifted_clock.so")
LOCALES = os.path.abspath("build/locale")
LOCALE = "sv_SE.ISO-8859-1"

# What make check shows there; tests/run --in PLACE runs all.
SAMPLE = ("test_card", "test_keydir_cards", "test_opening", "test_receipt", "e2e/trip.py", "e2e/answers.py")
# Hours there too, or nothing of it depends on the place.
NOWHERE_ELSE = ("build/", "e2e/memory_", "e2e/changed_bundles.py", "e2e/kill.py", "e2e/corpora.py", "e2e/real_media.py",
                "e2e/office.py", "e2e/form_page.py", "e2e/form_kinds.py", "e2e/form_traces.py", "e2e/form_firefox.py")


def environment(place):
    """For the programs and for the tests themselves, so that both have one clock."""
    if place not in YEARS:
        return {"LOCPATH": LOCALES, "LC_ALL": LOCALE, "LANG": LOCALE}
    there = datetime.datetime(int(place), 6, 1, 12, tzinfo=datetime.timezone.utc).timestamp()
    return {"LD_PRELOAD": CLOCK, "CLOCK_SHIFT": str(int(there - time.time()))}


def builds():
    os.makedirs(os.path.dirname(CLOCK), exist_ok=True)
    os.makedirs(LOCALES, exist_ok=True)
    return [("clock", ["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", CLOCK, "tests/preload/shifted_clock.c", "-ldl"]),
            ("locale", ["localedef", "-i", "sv_SE", "-f", "ISO-8859-1", os.path.join(LOCALES, LOCALE)])]


def suites(plain, place, every):
    """(name, suite) of the plain suites that are run there: all, or the sample."""
    for suite in plain:
        word = suite.name.removeprefix("plain:")
        if word in SAMPLE or (every and not word.startswith(NOWHERE_ELSE)):
            yield f"{place}:{word}", suite
