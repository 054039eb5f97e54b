"""What is handed out for Windows (tools/release/windows): unpacked into an empty folder it is all that it takes to begin."""
import os
import subprocess
import zipfile
from pathlib import Path

import winekit
from sigill_test import BUILD, environment, expect, run, sigill, test

LIBRARIES = Path("build/release/libraries/x86_64-w64-mingw32").absolute()


def packed(path, **env):
    native = (BUILD / "sigill-here").resolve().parent
    subprocess.run(["tools/release/windows", "1.0.0", native / "windows/sigill.exe", native, LIBRARIES, path], check=True,
                   env=environment({"SOURCE_DATE_EPOCH": "1700000000", **env}))
    return path


@test
def test_it_is_the_same_whenever_it_is_packed(directory):
    first, second = packed(directory / "a.zip"), packed(directory / "b.zip", TZ="Asia/Tokyo")
    assert first.read_bytes() == second.read_bytes()
    assert packed(directory / "c.zip", SOURCE_DATE_EPOCH="1700000002").read_bytes() != first.read_bytes()


@test
def test_it_is_enough_to_begin_with(directory):
    place = directory / "Hämtat ö"
    with zipfile.ZipFile(packed(directory / "a.zip")) as archive:
        archive.extractall(place)
    folder = place / "sigill-1.0.0"
    assert sorted(os.listdir(folder)) == ["NOTICES.txt", "formular", "handbok.html", "lasmig.html", "sigill.exe"]
    assert sorted(os.listdir(folder / "formular")) == ["formular.html", "svar.xlsx"]
    done = subprocess.run(["wine", folder / "sigill.exe", "version"], env=environment(), capture_output=True, cwd=folder, timeout=120)
    assert done.returncode == 0 and done.stdout.startswith(b"sigill "), done
    assert "är inte prövat på Windows" in (folder / "lasmig.html").read_text(encoding="utf-8")
    notices = (folder / "NOTICES.txt").read_text(encoding="utf-8")
    assert "MinGW-w64" in notices and "\ncmocka\n======\n" not in notices and "\nlibsodium\n=========\n" in notices
    # The form is empty, and one all the same.
    said = sigill("check", folder / "formular/svar.xlsx", winekit.UNCONFINED)
    said = winekit.here("convert", folder / "formular/svar.xlsx", "-o", directory / "svar.json") if said.status in (0, 1) else said
    expect(said, 0)
    assert (directory / "svar.json").stat().st_size > 0


run()
