"""What the rooms of the house may include and hold, held against the sources (TAP): run by layers.sh.

Includes are followed through headers, so that a way round counts as well. The rules are tried on made-up trees first,
each of which breaks one of them: a rule that cannot fail is none.
"""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
import sources

# Headers that not every system has. Only base/system/ asks the system for things (docs/design.md, "The system").
SYSTEM = re.compile(r"(?:sys|linux)/\w+\.h|(?:aclapi|dirent|dlfcn|fcntl|fnmatch|ftw|glob|grp|io|langinfo|libgen|malloc|mntent|poll|process|"
                    r"pthread|pwd|sched|seccomp|signal|spawn|termios|unistd|windows)\.h$")
# The authority's program is for Linux, and these are its alone.
LINUX_ALONE = ("register/", "analysis/", "cmd/msb/", "cmd/authority/")
SUBCOMMANDS = ("cmd/sigill", "cmd/msb", "cmd/both")


def way(steps):
    return " -> ".join(steps)


def is_result_header(path):
    return re.match(r"analysis/result_\w+\.h$", path)


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = sources.files(root)
        self.own = {path: sources.includes(root, path) for path in self.files}
        self.reach = {path: sources.reached(self.own, path) for path in self.files}
        self.others = {path: set(filter(SYSTEM.match, sources.others_headers(root, path))) for path in self.files}
        self.text = {path: sources.code(sources.read(root, path)) for path in self.files}

    def ways(self, wrong):
        """The ways from a file to one that is wrong for it: wrong(start, end)."""
        return [way(steps) for start in self.files for end, steps in self.reach[start].items() if wrong(start, end)]

    # ---- the rules: each gives what breaks it ----

    def there_are_sources_and_every_include_is_one(self):
        missing = [f"{path}: {to}" for path in self.files for to in self.own[path] if to not in self.own]
        return missing + ([] if self.files else ["no source file"])

    def arrows_point_down(self):
        def wrong(start, end):
            own, other = sources.room(start), sources.room(end)
            # What report reads of the analysis stands on results alone; the rule on them is below.
            return own != other and other not in sources.BELOW[own]
        return self.ways(wrong)

    def no_room_is_left_out(self):
        rooms = {path.split("/")[0] for path in self.files}
        return sorted(set(sources.BELOW) - rooms)

    def report_reads_only_results(self):
        return self.ways(lambda start, end: start.startswith("report/") and end.startswith("analysis/") and
                         not is_result_header(end))

    def results_stand_on_scoring_and_base(self):
        return self.ways(lambda start, end: is_result_header(start) and not is_result_header(end) and
                         sources.room(end) not in ("scoring", "base"))

    def the_organisations_program_has_no_register(self):
        def wrong(start, end):
            own = start in ("cmd/sigill.c", "cmd/sigill_main.c") or sources.folder(start) in ("cmd/sigill", "cmd/both", "cmd/ui")
            authority = sources.room(end) in ("register", "analysis") and not is_result_header(end)
            return own and (authority or sources.folder(end) == "cmd/authority")
        return self.ways(wrong)

    def subcommands_use_only_what_is_shared(self):
        def shared(start):
            return ("cmd", "cmd/ui", "cmd/authority") if sources.folder(start) in ("cmd/msb", "cmd/authority") else ("cmd", "cmd/ui")
        return self.ways(lambda start, end: sources.folder(start).startswith("cmd/") and end.startswith("cmd/") and
                         sources.folder(end) not in shared(start))

    def a_subcommand_is_a_file(self):
        found = []
        for path in self.files:
            folder = sources.folder(path)
            commands = re.findall(r"^const struct command (\w+) =", self.text[path], re.M)
            if folder not in SUBCOMMANDS:
                found += [f"{path}: {name}" for name in commands]
                continue
            name = os.path.basename(path)[:-2]
            pair = [name, name.replace("_command", "_authority_command")]
            if not path.endswith(".c") or not (commands == [name] or folder == "cmd/both" and commands == pair):
                found.append(f"{path}: {' '.join(commands) or 'no struct command'}")
        return found

    def no_two_files_share_a_name(self):
        stems = {}
        for path in self.files:
            stems.setdefault(os.path.basename(path)[:-2], set()).add(path[:-2])
        return [" ".join(sorted(same)) for _, same in sorted(stems.items()) if len(same) > 1]

    def transactions_are_opened_in_the_register(self):
        return [path for path in self.files if not path.startswith("register/") and
                re.search(r"\bstore_(?:begin|commit|end|rollback)\s*\(|\bsqlite3_", self.text[path])]

    def what_writes_rows_stays_in_the_register(self):
        return self.ways(lambda start, end: not start.startswith("register/") and re.match(r"register/\w+_parts\.h$", end))

    def only_base_system_asks_the_system(self):
        def may_ask(path):
            return re.match(r"base/system/\w+_(?:linux|windows)\.[ch]$", path) or path.startswith(LINUX_ALONE)
        return [f"{path}: {name}" for path in self.files for name in sorted(self.others[path]) if not may_ask(path)]

    def what_is_asked_of_the_system_is_the_same_for_each(self):
        """A header in base/system/ that names no system has a file for each system; one that does is read by that system's."""
        made = {path for path in self.files if path.startswith("base/system/") and path.endswith(".c")}
        own = {path for path in self.files if re.match(r"base/system/\w+_(?:linux|windows)\.h$", path)}
        headers = {path[:-2] for path in self.files if path.startswith("base/system/") and path.endswith(".h") and path not in own}
        named = {path: re.search(r"_(linux|windows)\.c$", path) for path in made}
        systems = {found[1] for found in named.values() if found}
        return [f"{path}: of which system?" for path in sorted(made) if not named[path]] + \
               [f"{header}_{system}.c is lacking" for header in sorted(headers) for system in sorted(systems) if f"{header}_{system}.c" not in made] + \
               [f"{path} -> {to}" for path in self.files for to in self.own[path]
                if to in own and not re.match(rf"base/system/\w+_{to[:-2].rsplit('_', 1)[1]}\.[ch]$", path)]

    def no_include_goes_in_a_circle(self):
        return [way(circle) for circle in sources.circles(self.own)]


RULES = [
    ("every include is a source file", Tree.there_are_sources_and_every_include_is_one),
    ("every room is there", Tree.no_room_is_left_out),
    ("arrows point down", Tree.arrows_point_down),
    ("no include goes in a circle", Tree.no_include_goes_in_a_circle),
    ("report reads results, not the analysis", Tree.report_reads_only_results),
    ("results stand on scoring and base alone", Tree.results_stand_on_scoring_and_base),
    ("sigill's subcommands know neither register nor analysis", Tree.the_organisations_program_has_no_register),
    ("subcommands do not use each other", Tree.subcommands_use_only_what_is_shared),
    ("one file a subcommand, and nothing beside it", Tree.a_subcommand_is_a_file),
    ("no two files share a name", Tree.no_two_files_share_a_name),
    ("no transaction is opened outside the register", Tree.transactions_are_opened_in_the_register),
    ("only base/system/ asks the system", Tree.only_base_system_asks_the_system),
    ("what is asked of the system is the same for each", Tree.what_is_asked_of_the_system_is_the_same_for_each),
    ("what writes rows is declared for the register alone", Tree.what_writes_rows_stays_in_the_register),
]

# ---- made-up trees ----

# A house in order: {path: what it holds}; a value that begins with + is added to the file of the house.
HOUSE = {
    "base/text.h": "",
    "base/system/lock.h": "",
    "base/system/lock_linux.c": '#include "base/system/lock.h"\n#include <fcntl.h>\n',
    "scoring/points.h": "",
    "crypto/age.h": '#include "base/text.h"\n',
    "format/card.h": '#include "crypto/age.h"\n#include "scoring/points.h"\n',
    "isolate/opening.h": '#include "format/card.h"\n',
    "register/store.h": '#include "isolate/opening.h"\n',
    "register/store.c": '#include <fcntl.h>\n'
                        '#include "register/store.h"\nint f(void) { return store_begin(store); }\n',
    "analysis/result_stats.h": '#include "scoring/points.h"\n#include "base/text.h"\n',
    "analysis/figures.h": '#include "register/store.h"\n#include "analysis/result_stats.h"\n',
    "report/page.h": '#include "analysis/result_stats.h"\n#include "format/card.h"\n',
    "cmd/commands.h": '#include "cmd/ui/app.h"\n',
    "cmd/ui/app.h": '#include "base/text.h"\n',
    "cmd/sigill.c": '#include "cmd/commands.h"\n',
    "cmd/sigill/check_command.c": '#include "cmd/commands.h"\nconst struct command check_command = {0};\n',
    "cmd/authority/figures_asked.h": '#include "analysis/figures.h"\n',
    "cmd/msb/list_command.c": '#include "cmd/authority/figures_asked.h"\nconst struct command list_command = {0};\n',
    "cmd/both/card_command.c": "const struct command card_command = {0};\nconst struct command card_authority_command = {0};\n",
}

BROKEN = [
    (Tree.there_are_sources_and_every_include_is_one, {"base/text.h": '#include "base/gone.h"\n'}),
    (Tree.arrows_point_down, {"crypto/age.h": '+#include "scoring/points.h"\n'}),
    (Tree.arrows_point_down, {"scoring/points.h": '#include "base/text.h"\n'}),
    (Tree.arrows_point_down, {"base/text.h": '#include "crypto/key.h"\n', "crypto/key.h": ""}),
    (Tree.arrows_point_down, {"register/store.h": '+#include "report/layout.h"\n', "report/layout.h": ""}),
    (Tree.arrows_point_down, {"isolate/opening.h": '+#include "register/rows.h"\n', "register/rows.h": ""}),
    (Tree.arrows_point_down, {"report/page.h": '+#include "isolate/opening.h"\n'}),
    # Round a header of a room that it may use.
    (Tree.arrows_point_down, {"analysis/result_stats.h": '+#include "register/store.h"\n'}),
    (Tree.arrows_point_down, {"format/card.h": '+#include "cmd/ui/app.h"\n'}),
    (Tree.no_include_goes_in_a_circle, {"base/text.h": '#include "base/file.h"\n', "base/file.h": '#include "base/text.h"\n'}),
    (Tree.report_reads_only_results, {"report/page.h": '+#include "analysis/median.h"\n', "analysis/median.h": ""}),
    (Tree.results_stand_on_scoring_and_base, {"analysis/result_stats.h": '+#include "crypto/age.h"\n'}),
    (Tree.results_stand_on_scoring_and_base, {"analysis/result_stats.h": '+#include "analysis/median.h"\n', "analysis/median.h": ""}),
    (Tree.the_organisations_program_has_no_register, {"cmd/sigill/check_command.c": '+#include "register/store.h"\n'}),
    (Tree.the_organisations_program_has_no_register, {"cmd/commands.h": '+#include "analysis/figures.h"\n'}),
    (Tree.the_organisations_program_has_no_register, {"cmd/ui/app.h": '+#include "cmd/authority/round.h"\n', "cmd/authority/round.h": ""}),
    (Tree.subcommands_use_only_what_is_shared, {"cmd/ui/app.h": '+#include "cmd/msb/list.h"\n', "cmd/msb/list.h": ""}),
    (Tree.a_subcommand_is_a_file, {"cmd/msb/list.h": ""}),
    (Tree.a_subcommand_is_a_file, {"cmd/msb/list.c": "int helper(void) { return 0; }\n"}),
    (Tree.a_subcommand_is_a_file, {"cmd/ui/rotate.c": "const struct command rotate_command = {0};\n"}),
    (Tree.a_subcommand_is_a_file, {"cmd/msb/list_command.c": "+const struct command show_command = {0};\n"}),
    (Tree.a_subcommand_is_a_file, {"cmd/msb/list_command.c": "+const struct command list_authority_command = {0};\n"}),
    (Tree.no_two_files_share_a_name, {"report/card.c": ""}),
    (Tree.transactions_are_opened_in_the_register, {"cmd/ui/app.c": "int g(void) { return store_begin(store); }\n"}),
    (Tree.only_base_system_asks_the_system, {"base/text.h": "#include <unistd.h>\n"}),
    (Tree.only_base_system_asks_the_system, {"crypto/age.h": "+#  include <sys/stat.h>\n"}),
    (Tree.only_base_system_asks_the_system, {"base/system/lock.h": "#include <fcntl.h>\n"}),
    (Tree.only_base_system_asks_the_system, {"format/card.h": "+#include <windows.h>\n"}),
    (Tree.only_base_system_asks_the_system, {"base/system/lock.c": "#include <fcntl.h>\n"}),
    (Tree.only_base_system_asks_the_system, {"isolate/opening.h": "+#include <poll.h>\n"}),
    (Tree.what_is_asked_of_the_system_is_the_same_for_each, {"base/system/lock.c": ""}),
    (Tree.what_is_asked_of_the_system_is_the_same_for_each, {"base/system/clock.h": ""}),
    (Tree.what_is_asked_of_the_system_is_the_same_for_each,
     {"base/text.h": '#include "base/system/wide_windows.h"\n', "base/system/wide_windows.h": ""}),
    (Tree.what_is_asked_of_the_system_is_the_same_for_each, 
     {"base/system/lock_windows.c": "", "base/system/memory.h": "", "base/system/memory_linux.c": ""}),
    (Tree.what_writes_rows_stays_in_the_register,
     {"cmd/ui/app.h": '#include "register/changes_parts.h"\n', "register/changes_parts.h": ""}),
    (Tree.no_room_is_left_out, {"scoring/points.h": None, "format/card.h": "", "analysis/result_stats.h": ""}),
]


def made_up(changes):
    """What breaks each rule in the house in order with these changes (None: a file that is not there)."""
    house = dict(HOUSE)
    for path, content in changes.items():
        house[path] = house[path] + content[1:] if content and content.startswith("+") else content
    with tempfile.TemporaryDirectory() as root:
        for path, content in house.items():
            if content is not None:
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(content)
        tree = Tree(root)
        return {rule: rule(tree) for _, rule in RULES}


def main():
    number = 0

    def check(good, name, broken=()):
        nonlocal number
        number += 1
        for line in broken:
            print(f"# {line}")
        print(f"{'ok' if good else 'not ok'} {number} - {name}")

    wrong = {rule: broken for rule, broken in made_up({}).items() if broken}
    check(not wrong, "a made-up house in order breaks no rule", map(str, wrong.values()))
    for rule, changes in BROKEN:
        found = made_up(changes)[rule]
        check(bool(found), f"{rule.__name__} is seen to be broken by {', '.join(changes)}")
    untried = {rule for _, rule in RULES} - {rule for rule, _ in BROKEN}
    check(not untried, "every rule is tried", [rule.__name__ for rule in untried])
    tree = Tree(os.getcwd())
    for name, rule in RULES:
        broken = rule(tree)
        check(not broken, name, broken)
    print(f"1..{number}")


main()
