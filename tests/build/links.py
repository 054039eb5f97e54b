"""What the programs and the libraries of the rooms need, read from what the linker made of them (TAP): run by links.sh."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
import sources

BUILD = sys.argv[1]
PROGRAMS = ("sigill", "sigill-msb")
# What only the authority's program has.
AUTHORITY_ONLY = ("libregister.a", "libanalysis.a", "libcmd_msb.a")
LATE = {"sigill": {"libarchive", "libexpat", "libqrencode", "libxlsxwriter"}, "sigill-msb": {"libarchive", "libexpat", "libxlsxwriter"}}
ORGANISATION_ONLY = ("libcmd_sigill.a",)


def lines(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.splitlines()


def names(path, kinds):
    """The symbols of these kinds (letters of nm) in a program, which keeps them apart, or a library."""
    place = os.path.join(".debug", f"{path}.debug") if path in PROGRAMS else path
    found = (line.split()[-2:] for line in lines("nm", os.path.join(BUILD, place)) if len(line.split()) > 1)
    return {name for kind, name in found if kind in kinds}


def defined(path):
    return names(path, "TDBRVWC")


def needed(program):
    """The shared libraries that a program is loaded with: {"libsodium", ...}."""
    return {re.search(r"\[(\w+)", line).group(1) for line in lines("readelf", "-W", "-d", os.path.join(BUILD, program))
            if "(NEEDED)" in line}


def late(program):
    """The shared libraries that a program loads when it needs them, as its notes say (tools/late)."""
    return set(re.findall(r'"soname":\["(\w+)', "\n".join(
        lines("readelf", "-W", "-p", ".note.dlopen", os.path.join(BUILD, program)))))


def promised():
    """README's table: for each program the libraries that it says yes to."""
    with open("README.md", encoding="utf-8") as file:
        rows = re.findall(r"^\|[^|]*`(lib\w+)`[^|]*\| (ja|nej) \| (ja|nej) \|$", file.read(), re.M)
    return {program: {row[0] for row in rows if row[1 + place] == "ja"} for place, program in enumerate(PROGRAMS)}


def room_of(library):
    return library[len("lib"):-len(".a")].split("_")[0]


def libraries():
    return sorted(name for name in os.listdir(BUILD) if name.endswith(".a") and room_of(name) in sources.BELOW)


def upward(below):
    """Which library uses a symbol of a room that it must not use: of another one than below[its own]."""
    home = {name: library for library in libraries() for name in defined(library)}
    found = []
    for library in libraries():
        own = room_of(library)
        for name in sorted(names(library, "U") - defined(library)):
            other = room_of(home[name]) if name in home else own
            if other != own and other not in below[own]:
                found.append(f"{library} uses {name} of {home[name]}")
    return found


def main():
    number = 0

    def check(good, name, told=()):
        nonlocal number
        number += 1
        for line in told:
            print(f"# {line}")
        print(f"{'ok' if good else 'not ok'} {number} - {name}")

    for program in PROGRAMS:
        says, is_so = promised()[program], needed(program) | late(program)
        check(says and says == is_so, f"README says what {program} needs",
              [f"only README: {name}" for name in says - is_so] + [f"only the program: {name}" for name in is_so - says])
        check(late(program) == LATE[program] and not LATE[program] & needed(program), f"{program} loads what few runs need when it is needed",
              sorted(late(program) ^ LATE[program] | LATE[program] & needed(program)))
    for program, foreign, other in ((PROGRAMS[0], AUTHORITY_ONLY, PROGRAMS[1]), (PROGRAMS[1], ORGANISATION_ONLY, PROGRAMS[0])):
        for library in foreign:
            there = defined(library) & defined(program)
            check(not there, f"{program} has nothing of {library}", sorted(there))
            # That what is looked for can be found is shown by the program that has it.
            check(bool(defined(library) & defined(other)), f"{other} has something of {library}")
    check(not [name for name in names(PROGRAMS[0], "U") if name.startswith("sqlite3_")], "sigill calls nothing of SQLite")
    check(any(name.startswith("sqlite3_") for name in names(PROGRAMS[1], "U")), "sigill-msb does")
    check({room_of(name) for name in libraries()} == set(sources.BELOW), "every room is a library")
    broken = upward(sources.BELOW)
    check(not broken, "no library uses what stands above it", broken)
    check(len(upward({room: set() for room in sources.BELOW})) > 100, "and would be seen to")
    print(f"1..{number}")


main()
