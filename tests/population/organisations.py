"""Organisations that do not exist: names, numbers with right check digits, groups, counties, sizes."""

COUNTIES = ["Silverlandet", "Björklandet", "Falkbygden", "Dimlandet", "Gråsjölandet", "Hassellandet", "Isbygden",
            "Järvlandet", "Kvarnbygden", "Lysslandet", "Månlandet", "Näverlandet", "Ormbygden", "Porslandet",
            "Rävlandet", "Sälgbygden", "Tranlandet", "Uvlandet", "Vinterlandet", "Ylvabygden", "Åskbygden"]
FIRST = ["Alm", "Björk", "Dim", "Ekorr", "Fasan", "Gran", "Häger", "Igel", "Järp", "Klöver", "Lärk", "Mård", "Nejlik",
         "Orr", "Pil", "Rönn", "Silver", "Tall", "Uggle", "Vide", "Ylle", "Ång", "Äpple", "Örn"]
LAST = ["berga", "brunna", "dala", "fors", "hult", "inge", "kulla", "lösa", "måla", "näs", "ryd", "sele", "torp", "vik"]
TRADES = ["Bärnstens", "Dimm", "Ekorr", "Fackel", "Fjäder", "Fyrbåks", "Frost", "Gärdsgårds", "Humle", "Istapps", "Klock",
          "Kvarn", "Lavskrike", "Lin", "Lykt", "Moln", "Mosse", "Nyckel", "Näver", "Papp", "Porslins", "Regnbågs", "Segel",
          "Stig", "Tegel", "Tjär", "Ullgarns", "Vassrörs", "Äppel", "Ålkiste"]
BODIES = ["verket", "inspektionen", "nämnden", "styrelsen", "institutet", "rådet", "kansliet", "arkivet", "tillsynen"]
SIZES = ["liten", "mellan", "stor"]

# The groups: first digits of the number, how many are in the population, and how many answer.
GROUPS = {"kommun": ("212999", 290, 169), "region": ("232999", 21, 10), "myndighet": ("202999", 250, 122)}
FIRST_SERIAL = 100  # lower ones are taken by examples


class Organisation:
    def __init__(self, name, number, group, county, size):
        self.name, self.number, self.group, self.county, self.size = name, number, group, county, size


def check_digit(digits):
    """The Luhn formula over the nine digits before it."""
    total = 0
    for place, digit in enumerate(digits):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def number(prefix, serial):
    digits = f"{prefix}{serial:03}"
    return f"{digits[:6]}-{digits[6:]}{check_digit(digits)}"


def municipality_names():
    places = [first + last for last in LAST for first in FIRST]
    return [f"{place}{'' if place.endswith('s') else 's'} kommun" for place in places]


def names(group):
    if group == "region":
        return [f"Region {county}" for county in COUNTIES]
    if group == "kommun":
        return municipality_names()
    return [trade + body for body in BODIES for trade in TRADES]


def organisations(random, group, count, serial=FIRST_SERIAL):
    """The first `count` of a group, numbered from `serial` on."""
    found = []
    for place, name in enumerate(random.shuffled(names(group))[:count]):
        county = name.removeprefix("Region ") if group == "region" else random.pick(COUNTIES)
        size = SIZES[2] if group == "region" else random.pick(SIZES)
        found.append(Organisation(name, number(GROUPS[group][0], serial + place), group, county, size))
    assert len(found) == count
    return found
