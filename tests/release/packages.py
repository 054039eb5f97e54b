"""The Debian packages on fresh systems without a network: they are installed, run, are upgraded and removed, and leave nothing behind
but what is the user's. RELEASE: the folder of `make dist`; ROOTS: where the systems are kept from one run to the next."""
import os
import re
import shutil
import subprocess
from pathlib import Path

from sigill_test import run, skip_unless, test

RELEASE = Path(os.environ.get("RELEASE", "build/dist")).resolve()
ROOTS = Path(os.environ.get("ROOTS", "build/release/roots")).resolve()
OLDER = "0.0.1"
PROGRAMS = ("sigill", "sigill-msb")
MACHINES = {"amd64": "x86-64", "arm64": "arm64"}  # as Debian names them: as the release does


def package(program, machine="amd64"):
    [found] = RELEASE.glob(f"{program}_*_{machine}.deb")
    return found


def fresh(suite, directory):
    """A system with nothing but what every Debian has."""
    kept = ROOTS / f"{suite}.tar"
    if not kept.exists():
        ROOTS.mkdir(parents=True, exist_ok=True)
        mirror = next(line.split()[1] for line in Path("/etc/apt/sources.list.d/sigill-forky.sources").read_text(encoding="utf-8").splitlines()
                      if line.startswith("URIs:"))
        made = subprocess.run(["mmdebstrap", "--quiet", "--variant=required", "--mode=root", "--format=tar", suite, f"{kept}.new", mirror],
                              capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        Path(f"{kept}.new").rename(kept)
    root = directory / suite
    root.mkdir()
    subprocess.run(["tar", "-xf", kept, "-C", root, "--exclude=./dev/*"], check=True)
    return root


def inside(root, *words, status=0):
    """Runs words in the system, which has a network of its own with nothing in it."""
    command = ["unshare", "--net", "--mount", "--pid", "--fork", f"--root={root}", "--wd=/", *map(str, words)]
    done = subprocess.run(command, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    assert done.returncode == status, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout


def files(root):
    """All that is there but for what dpkg keeps of itself."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*")
            if not re.match(r"(var/lib/dpkg|var/log|var/cache|etc/.*~|tmp)(/|$)", path.relative_to(root).as_posix()) and not path.is_dir()}


def older(program, directory):
    """The package as if it were an older one, with a file that the newer one has no more."""
    place = directory / f"older-{program}"
    subprocess.run(["dpkg-deb", "-R", package(program), place], check=True)
    control = place / "DEBIAN/control"
    control.write_text(re.sub(r"^Version: .*", f"Version: {OLDER}", control.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
    (place / "usr/share/doc" / program / "gone").write_text("\n", encoding="utf-8")
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", place, directory / f"older-{program}.deb"], check=True, stdout=subprocess.DEVNULL)
    return directory / f"older-{program}.deb"


def check_suite(suite, directory):
    skip_unless(os.geteuid() == 0, "systems are made by root")
    root = fresh(suite, directory)
    before = files(root)
    for program in PROGRAMS:
        old = shutil.copy(older(program, directory), root / "tmp/old.deb")
        new = shutil.copy(package(program), root / "tmp/new.deb")
        version = inside(root, "dpkg-deb", "-f", "/tmp/new.deb", "Version").strip()
        inside(root, "dpkg", "-i", "/tmp/old.deb")
        assert (root / "usr/share/doc" / program / "gone").exists()
        inside(root, "dpkg", "-i", "/tmp/new.deb")
        assert not (root / "usr/share/doc" / program / "gone").exists()
        assert inside(root, "dpkg-query", "-W", "-f", "${Version} ${db:Status-Status}", program) == f"{version} installed"
        assert inside(root, program, "version").startswith(f"{program} {version} "), "another program runs"
        assert inside(root, "dpkg", "--verify", program) == ""
    for place in ("man/sv/man1/sigill.1.gz", "man/man5/sigill-bundle.5.gz", "bash-completion/completions/sigill-msb",
                  "applications/sigill.desktop", "mime/packages/sigill.xml"):
        assert (root / "usr/share" / place).exists(), place
    inside(root, "sh", "-c", "mkdir /home/svar && cd /home/svar && sigill keygen -k nycklar --no-passphrase && sigill template -o svar.json")
    for program in PROGRAMS:
        inside(root, "dpkg", "--purge", program)
    left = {path for path in files(root) - before if not path.startswith("home/svar/")}
    assert not left and (root / "home/svar/nycklar/sign.key").exists(), left


@test
def test_the_packages_on_debian_12(directory):
    check_suite("bookworm", directory)


@test
def test_the_packages_on_debian_13(directory):
    check_suite("trixie", directory)


def content(package_file, place):
    """What a package puts where: path -> (mode, bytes)."""
    subprocess.run(["dpkg-deb", "-x", package_file, place], check=True)
    return {path.relative_to(place).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in place.rglob("*") if path.is_file()}


@test
def test_a_package_has_the_released_program_and_for_each_machine_the_same_files_beside_it(directory):
    machines = {path.stem.rsplit("_", 1)[1] for path in RELEASE.glob("*.deb")}
    assert "amd64" in machines and machines <= MACHINES.keys(), machines
    for program in PROGRAMS:
        beside = []
        for machine in sorted(machines):
            whole = content(package(program, machine), directory / f"{program}-{machine}")
            [released] = RELEASE.glob(f"{program}-[0-9]*-linux-{MACHINES[machine]}")
            assert whole.pop(f"usr/bin/{program}") == (0o100755, released.read_bytes()), (program, machine)
            beside.append(whole)
            fields = subprocess.run(["dpkg-deb", "-f", package(program, machine), "Architecture", "Depends"], capture_output=True, text=True, check=True)
            assert fields.stdout.split() == ["Architecture:", machine], fields.stdout
        assert all(one == beside[0] for one in beside), program


@test
def test_lintian_finds_no_error(directory):
    for package_file in sorted(RELEASE.glob("*.deb")):
        found = subprocess.run(["lintian", "--allow-root", "--no-tag-display-limit", package_file], capture_output=True, text=True, cwd=directory,
                               env={**os.environ, "TMPDIR": str(directory)}, check=False)
        assert found.returncode in (0, 2) and not re.search(r"^E:", found.stdout, re.M), found.stdout + found.stderr


run()
