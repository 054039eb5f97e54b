"""The C files of the programs, the rooms they stand in, what they include, and circles in a graph.

For tools/house, tests/build/layers.sh and tests/build/links.sh.
"""
import os
import re

# The rooms of the house, from top to bottom, and what each may use beside itself; docs/design.md says why.
BELOW = {
    "cmd": {"report", "analysis", "register", "isolate", "format", "crypto", "scoring", "base"},
    "report": {"analysis", "format", "crypto", "scoring", "base"},
    "analysis": {"register", "isolate", "format", "crypto", "scoring", "base"},
    "register": {"isolate", "format", "crypto", "scoring", "base"},
    "isolate": {"format", "crypto", "scoring", "base"},
    "format": {"crypto", "scoring", "base"},
    "crypto": {"base"},
    "scoring": set(),
    "base": set(),
}


def files(root):
    """The programs' own C files below root, as paths from root, sorted."""
    found = []
    for top in BELOW:
        for folder, _, names in os.walk(os.path.join(root, top)):
            found += [os.path.relpath(os.path.join(folder, name), root) for name in names if name.endswith((".c", ".h"))]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def code(text):
    """The text without its comments."""
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.S)


def includes(root, path):
    """The project's own headers that a file includes itself, in its order."""
    return re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(root, path), re.M)


def others_headers(root, path):
    """The headers of the system and of libraries that a file includes itself."""
    return re.findall(r'^\s*#\s*include\s+<([^>]+)>', read(root, path), re.M)


def folder(path):
    return os.path.dirname(path)


def room(path):
    return path.split("/")[0]


def reached(graph, start):
    """Everything that is reached from start, each with the way to it, start first: {end: [start, ..., end]}."""
    ways, waiting = {}, [[start]]
    while waiting:
        way = waiting.pop(0)
        for end in graph.get(way[-1], ()):
            if end not in ways:
                ways[end] = way + [end]
                waiting.append(ways[end])
    return ways


def circles(graph):
    """The sets of nodes each of which reaches every other one of its set (two nodes or more), sorted."""
    found, seen = [], set()
    reach = {node: set(reached(graph, node)) for node in graph}
    for node in sorted(graph):
        if node not in seen and node in reach[node]:
            circle = sorted(other for other in reach[node] if node in reach.get(other, ()))
            seen.update(circle)
            if len(circle) > 1:
                found.append(circle)
    return found
