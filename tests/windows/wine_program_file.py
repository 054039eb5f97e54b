"""What stands in sigill.exe itself: what it needs, how the system is to run it, and what it says of itself; and that it is the same whenever
it is linked."""
import re
import shutil
import struct
import subprocess
from pathlib import Path

import winekit  # noqa: F401
from sigill_test import BUILD, run, test

PROGRAM = (BUILD / "sigill-here").resolve().parent / "windows/sigill.exe"
VERSION = re.search(r'^#define RELEASE_VERSION "(.*)"', Path("base/release.h").read_text(encoding="utf-8"), re.M).group(1)


def headers():
    return subprocess.run(["x86_64-w64-mingw32-objdump", "-p", PROGRAM], check=True, capture_output=True, text=True).stdout


@test
def test_S9_a_worker_needs_nothing_of_the_part_that_draws(directory):
    """A worker may not call that part of the system (base/system/worker_image_windows.c), so a library that does when it is loaded would
    keep it from beginning: shell32, and what it brings."""
    libraries = {name.lower() for name in re.findall(r"DLL Name: (\S+)", headers())}
    assert {"kernel32.dll", "advapi32.dll", "msvcrt.dll"} == libraries, libraries


@test
def test_R2_the_end_of_memory_asks_for_none(directory):
    """What a thread keeps for itself is asked for when the thread first looks at it, by this system's compiler: so nothing is kept so,
    or who takes back what is half done when memory ends would ask for more."""
    objects = PROGRAM.parent / "libbase.a"
    names = subprocess.run(["x86_64-w64-mingw32-nm", objects], check=True, capture_output=True, text=True).stdout
    assert " T undo_all" in names and "emutls" not in names, [line for line in names.splitlines() if "emutls" in line]


@test
def test_it_is_laid_out_by_chance_and_data_is_no_code(directory):
    said = headers()
    flags = int(re.search(r"DllCharacteristics\s+([0-9a-f]+)", said).group(1), 16)
    assert flags & 0x160 == 0x160, hex(flags)  # high entropy, moved, no code in data
    assert re.search(r"Entry 5 [0-9a-f]+ 0*[1-9a-f][0-9a-f]* Base Relocation", said), "cannot be moved"


def values(content):
    """The texts of its version, by their names: name, padding to four bytes, text."""
    at = content.index("StringFileInfo".encode("utf-16-le"))
    block = content[at:at + 2048].decode("utf-16-le", "replace")
    return dict(re.findall(r"([A-Z][A-Za-z]+)\0+([^\0]+)\0", block))


@test
def test_it_says_what_it_is(directory):
    content = PROGRAM.read_bytes()
    fixed = content.index(struct.pack("<II", 0xFEEF04BD, 0x10000))
    high, low = struct.unpack_from("<II", content, fixed + 8)
    assert ".".join(map(str, (high >> 16, high & 0xFFFF, low >> 16))) == VERSION, (high, low)
    said = values(content)
    assert said["ProductVersion"] == said["FileVersion"] == VERSION, said
    assert said["FileDescription"] == "Sigill: förseglar svar på Infosäkkollen", said
    assert said["ProductName"] == "Sigill, säker inlämning utan nät" and said["OriginalFilename"] == "sigill.exe", said


@test
def test_it_asks_for_no_rights_and_takes_long_paths(directory):
    manifest = Path("base/system/program_windows.manifest").read_bytes()
    assert PROGRAM.read_bytes().count(manifest) == 1
    for wanted in (b'level="asInvoker" uiAccess="false"', b">UTF-8</activeCodePage>", b">true</longPathAware>"):
        assert manifest.count(wanted) == 1, wanted
    assert b"dpi" not in manifest.lower()


@test
def test_it_is_the_same_whenever_it_is_linked(directory):
    """Of the same objects, elsewhere and later; the time in its header is the release's. tests/build/reproducible.sh compiles anew."""
    build, place = PROGRAM.parents[1], directory / "other"
    for name in ("gen", "windows"):
        shutil.copytree(build / name, place / name, copy_function=shutil.copy2, ignore=shutil.ignore_patterns("unit", "*.exe", ".debug"))
    subprocess.run(["make", "--silent", f"BUILD={place}", "windows"], check=True, stdout=subprocess.DEVNULL)
    for name in ("sigill.exe", ".debug/sigill.exe.debug"):
        assert (place / "windows" / name).read_bytes() == (build / "windows" / name).read_bytes(), name


run()
