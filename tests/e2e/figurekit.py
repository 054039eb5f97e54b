"""What the tables of a round must show, made anew from `stats --json`: with it each figure that text, CSV, page and workbook
show is accounted for. Nothing of the programs' report is used but its English labels."""
import html.parser
import json
from pathlib import Path

WORDING = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["wording"]
TOPICS = {question["id"]: question["topic"] for question in WORDING["questions"]}
AREAS = {area["id"]: area["name"] for area in WORDING["areas"]}
TYPICAL = {group["id"]: group["typical"] for group in WORDING["groups"]}
LEVELS = range(5)
RESPONSE = ("population", "on_time", "late", "covered", "missing", "outside", "covered_late", "counted", "answered_for")
UNREAD = {"Counted", "Covered by others", "Covered by late ones", "Answered for", "Share answered for"}  # but in data, where nobody is covered
AREA_REMARK = "The levels of areas are indicative: their rules are in part inferred."
ABOUT = {
    "Overview": None, "Levels": "Organisations at each level, and their share of those counted, rounded to whole percent.", "By area": AREA_REMARK,
    "Points": "Points of those counted.",
    "Held back": "Organisations whose points suffice for their next level, by the measures that single questions lack: a box to tick is "
                 "one, and so is a scale to raise. The questions are those of organisations that lack at most five.",
    "Roles": "Organisations with and without a named security role among those who answered, by overall level."}
LATE_REMARK = "Late submissions are counted."
SHARES_REMARK = "Shares are rounded to whole percent."


def percent(part, whole):
    """In whole percent, a half upwards; what is not 0 never is 0 %."""
    whole_percent = (200 * part + whole) // (2 * whole)
    return "<1 %" if whole_percent == 0 and part > 0 else f"{whole_percent} %"


class Figure:
    """One figure: a number, "<3", or None for one that is hidden or that there is not. whole: what its share is of, or
    None; of: what a part alone is of."""

    def __init__(self, value, hidden, whole=None, of=None):
        self.value, self.hidden, self.whole, self.of = value, hidden, whole, of
        assert value is None or value == "<3" or isinstance(value, int) and not isinstance(value, bool), value

    def sign(self):
        """As people read it, without the share."""
        if not isinstance(self.value, int):
            return self.value or self.hidden
        if self.of is None:
            return str(self.value)
        if self.of == 0:
            return ""
        return percent(self.value, self.of)

    def share(self):
        return percent(self.value, self.whole) if isinstance(self.value, int) and self.whole else ""

    def words(self):
        """The sign and the share beside it."""
        return f"{self.sign()} {self.share()}".strip()

    def number(self):
        """As a spreadsheet's cell."""
        if not isinstance(self.value, int):
            return self.sign()
        return self.value if self.of is None else self.value / self.of if self.of else ""

    def share_number(self):
        if not self.whole:
            return ""
        return self.value / self.whole if isinstance(self.value, int) else "–"

    def data(self):
        """As a cell of CSV."""
        return str(self.value) if self.value is not None else ""


class Table:
    """rows: [(label, [Figure], (table, row, column) in CSV or None)]. width: columns of a terminal for the labels."""

    def __init__(self, sheet, title, label, columns, shares="share of those counted", width=31, media="text page sheet data"):
        self.sheet, self.title, self.label, self.columns, self.shares, self.width = sheet, title, label, columns, shares, width
        self.media, self.rows, self.most = media.split(), [], None

    def read(self):
        """The rows that people read."""
        return self.rows[:self.most]


class Round:
    """The tables of what `stats --json` said, in their order."""

    def __init__(self, said):
        self.said, self.groups = said, said["groups"]
        self.hidden = "–" if said["published"] else ""
        self.rounded = said["form"] == "rounded"
        self.tag = said.get("tag")
        self.names = [self.name_of(group) for group in self.groups]
        self.tables = [self.response(), self.levels(), self.at_levels(), *[self.above(level) for level in range(3)], self.points(),
                       self.classes(), self.next_level(), *[self.held(place) for place in range(4)], self.holding(),
                       self.role("with", "With a security role"), self.role("without", "Without a security role")]

    def name_of(self, group):
        return group["name"] or group.get("value") or ("Not stated" if group.get("value") == "" else "All")

    def word_of(self, group):
        """What its lines of CSV are called."""
        if group.get("value") is not None:
            return f"{self.tag}={group['value']}"
        return group["group"] or "all"

    # ---- figures ----

    def figure(self, value, whole=None, of=None):
        return Figure(value, self.hidden, whole if isinstance(whole, int) else None, of)

    def of_groups(self, value_of, shared=True, whole_of=lambda group: group["counted"]):
        return [self.figure(value_of(group), whole_of(group) if shared else None) for group in self.groups]

    def heading(self):
        one = self.said["round"]
        days = f", {one['opens']} – {one['closes']}" if one["opens"] else ""
        return f"Round {one['id']}{days}. {WORDING['title']}."

    def whole(self, cells):
        """What shares are of, of these cells of a group: those counted, or the sum of what was rounded."""
        if not self.rounded:
            return lambda group: group["counted"]
        return lambda group: None if None in cells(group) else sum(cells(group))

    def whole_of_held(self, group):
        held = [one["enough"] for one in group["held"]]
        return max(group["counted"], 0 if None in held else sum(held)) if self.rounded and group["counted"] else group["counted"]

    def remarks(self):
        if self.rounded:
            return [*([LATE_REMARK] if self.said["late_included"] else []),
                    "For publication: each count is rounded at random to the multiple of three above or below, and sums and shares "
                    "are of rounded counts; only those asked, counted and covered are exact. Nothing is shown of a group of fewer than "
                    f"{self.said['min_group']}, and a dash is what would reveal one or two.",
                    *([f"By {self.tag} in the population list. All is as in the tables by group: the values are rounded by "
                       "themselves, and need not add up to it."] if self.tag else [])]
        return [*([LATE_REMARK] if self.said["late_included"] else []),
                *([f"For publication: a count of one or two is shown as <3, and what would reveal one, or a group of fewer than "
                   f"{self.said['min_group']}, as a dash."] if self.said["published"] else [])]

    # ---- tables ----

    def rate(self, group, key):
        part, whole = group[key], group["population"]
        shown = isinstance(part, int) and isinstance(whole, int) and whole > 0
        return self.figure(part, of=whole) if shown else Figure(None, "")

    def response(self):
        table = Table("Overview", "Response rate", self.tag or "Group",
                      ["Asked", "On time", "Late", "Covered by others", "Missing", "Outside", "Covered by late ones", "Counted", "Answered for",
                       "Share", "Share answered for"], None, 20)
        for group, name in zip(self.groups, self.names):
            told = [self.figure(group[key]) for key in RESPONSE]
            table.rows.append((name, [*told, self.rate(group, "counted"), self.rate(group, "answered_for")], None))
        return table

    def levels(self):
        table, whole = Table("Levels", "Overall level", "Level", self.names), self.whole(lambda group: group["levels"])
        table.rows.append(("Organisations", self.of_groups(lambda group: group["counted"], False), None))
        for level in LEVELS:
            table.rows.append((f"Level {level}", self.of_groups(lambda group: group["levels"][level], True, whole), ("levels", "", str(level))))
        table.rows.append(("Level 1 or higher", self.of_groups(lambda group: group["any_level"], True, whole), ("levels", "", "any")))
        return table

    def at_levels(self):
        table = Table("By area", None, "Area", self.names, media="data")
        for place, (area, name) in enumerate(AREAS.items()):
            whole = self.whole(lambda group: group["areas"][place]["at_level"])
            for level in LEVELS:
                cells = self.of_groups(lambda group: group["areas"][place]["at_level"][level], True, whole)
                table.rows.append((f"{name}: Level {level}", cells, ("areas_at_level", area, str(level))))
        return table

    def above(self, level):
        table = Table("By area", f"Area level above {level}", "Area", self.names)
        for place, (area, name) in enumerate(AREAS.items()):
            assert all(group["areas"][place]["id"] == area for group in self.groups)
            whole = self.whole(lambda group: group["areas"][place]["at_level"])
            table.rows.append((name, self.of_groups(lambda group: group["areas"][place]["above"][level], True, whole),
                               ("areas_above", area, str(level))))
        return table

    def points(self):
        table = Table("Points", "Points", "Figure", self.names, None)
        for key, name in (("lowest", "Lowest"), ("median", "Median"), ("highest", "Highest")):
            table.rows.append((name, self.of_groups(lambda group: group["points"][key], False), ("points", "", key)))
        return table

    def classes(self):
        table = Table("Points", "Organisations by points", "Points", self.names, None, 12, "text sheet data")
        for place, one in enumerate(self.groups[0]["points"]["classes"]):
            table.rows.append((f"{one['from']}–{one['to']}",
                               self.of_groups(lambda group: group["points"]["classes"][place]["count"], False),
                               ("classes", f"{one['from']}-{one['to']}", "count")))
        return table

    def next_level(self):
        table = Table("Held back", "Near the next level", "What is lacking", self.names)
        for key, name in (("enough", "Points enough"), ("near", "  at most five measures left"),
                          ("as_many", "    each on its own question")):
            table.rows.append((name, self.of_groups(lambda group: group["next_level"][key], True, self.whole_of_held), ("next_level", "", key)))
        return table

    def held(self, place):
        level = str(place + 1)
        table = Table("Held back", f"Points enough for next level {level}", "What is lacking", self.names)
        table.rows.append(("Held back", self.of_groups(lambda group: group["held"][place]["enough"], True, self.whole_of_held),
                           ("held", level, "enough")))
        for few in range(1, 6):
            table.rows.append((f"  {few} measure{'s' if few > 1 else ''} left",
                               self.of_groups(lambda group: group["held"][place]["lacks"][few - 1]["count"], False),
                               ("held", level, str(few))))
        for key, name in (("more", "  more measures left"), ("unsure_only", "  only too many unsure")):
            table.rows.append((name, self.of_groups(lambda group: group["held"][place][key], False), ("held", level, key)))
        return table

    def holding(self):
        table = Table("Held back", "Questions that hold back", "Question", self.names, None)
        table.most = 15
        told = [None if group["holding"] is None else {one["question"]: one["count"] for one in group["holding"]}
                for group in self.groups]
        order = [*(told[-1] or []), *sorted({question for one in told for question in one or []} - set(told[-1] or []))]
        for question in order:
            figures = [self.figure(None if one is None else one.get(question, 0)) for one in told]
            table.rows.append((f"{question}. {TOPICS[question]}", figures, ("holding", str(question), "count")))
        return table

    def role(self, word, title):
        def whole(group):
            cells = group["background"]["security_role"][word]
            return sum(cells) if all(isinstance(cell, int) for cell in cells) else None
        table = Table("Roles", title, "Level", self.names, "share of these")
        for level in LEVELS:
            table.rows.append((f"Level {level}",
                               self.of_groups(lambda group: group["background"]["security_role"][word][level], True, whole),
                               ("security_role", word, str(level))))
        return table

    # ---- CSV ----

    def data(self):
        """{(group, table, row, column): value} of every line."""
        found = {}
        for place, group in enumerate(self.groups):
            name = self.word_of(group)
            for key, figure in zip(RESPONSE, self.tables[0].rows[place][1]):
                found[name, "response", "", key] = figure.data()
            for table in self.tables[1:]:
                for _, figures, words in table.rows:
                    if words:
                        found[name, *words] = figures[place].data()
        return found


class Page(html.parser.HTMLParser):
    """What a page shows: .tables [(caption, rows of cells' texts)], .drawings [Drawing], and .texts, which are all others."""

    VOID = {"meta", "link", "br", "rect", "line", "circle", "path", "polygon", "polyline", "col"}

    def __init__(self, text):
        super().__init__()
        self.tables, self.drawings, self.texts, self.open, self.drawing = [], [], [], [], None
        self.feed(text)
        assert self.open == [], self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([None, []])
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][1][-1].append("")
        elif tag == "svg" and self.open.count("svg") == 1:
            self.drawing = Drawing(attributes.get("class"))
            self.drawings.append(self.drawing)
        elif self.drawing and tag == "rect":
            self.drawing.rects.append(attributes)
        elif self.drawing and tag in ("text", "title", "desc"):
            self.drawing.texts.append([tag, attributes.get("class"), ""])

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        assert self.open.pop() == tag, tag
        if tag == "svg" and "svg" not in self.open:
            self.drawing = None

    def handle_data(self, data):
        if "style" in self.open or not data.strip():
            return
        if self.drawing:
            self.drawing.texts[-1][2] += data
        elif "caption" in self.open:
            self.tables[-1][0] = data
        elif "tr" in self.open:
            self.tables[-1][1][-1][-1] += data
        else:
            self.texts.append((self.open[-1], data.strip()))


class Drawing:
    """An image: its class, its rectangles' attributes, and its texts as [tag, class, text]."""

    def __init__(self, kind):
        self.kind, self.rects, self.texts = kind, [], []

    def words(self, tag):
        return [text for one, _, text in self.texts if one == tag]
