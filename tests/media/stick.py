"""Media for the tests in user-mode-linux: made as a file with the tools of each file system, and mounted as a desktop, a
sysadmin or a coordinator's machine does it. What is mounted is unmounted when a test has ended, pulled out or not."""
import contextlib
import os
import subprocess
import time
from pathlib import Path

USER = 1000  # who sits at the machine; tests run as root
FORMAT = {"vfat": ["mkfs.vfat", "-n", "STICKA"], "exfat": ["mkfs.exfat", "-L", "STICKA"],
          "ext4": ["mkfs.ext4", "-q", "-L", "STICKA"], "udf": ["mkudffs", "--media-type=hd", "--label=STICKA"]}
# As udisks mounts for whoever sits there.
DESKTOP = {"vfat": f"uid={USER},gid={USER},fmask=0022,dmask=0022,codepage=437,iocharset=iso8859-1,shortname=mixed,utf8,flush",
           "exfat": f"uid={USER},gid={USER},fmask=0022,dmask=0022", "ext4": "", "udf": f"uid={USER},gid={USER}"}
# As mount does it for root without a word more.
PLAIN = {"vfat": "utf8", "exfat": "", "ext4": "", "udf": ""}


def command(*words, **options):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        raise AssertionError(f"{words}: {done.returncode}\n{done.stdout.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8", "replace")


def make_image(directory, kind, size=8 << 20):
    """A file that holds an empty file system."""
    image = directory / f"{kind}.img"
    with open(image, "wb") as file:
        file.truncate(size)
    command(*FORMAT[kind], image)
    return image


def make_disc(directory, folder, *words):
    """An image of a disc with what a folder holds, as the tool writes it with those words."""
    image = directory / f"disc{'-'.join(words) or '-plain'}.iso"
    command("genisoimage", "-quiet", "-V", "STICKA", "-o", image, *words, folder)
    return image


@contextlib.contextmanager
def mounted(device, kind, options=""):
    """Mounts a device or an image; gives the place."""
    place = Path("/run/media") / kind
    place.mkdir(parents=True, exist_ok=True)
    loop = command("losetup", "--find", "--show", device).strip() if device.is_file() else None
    try:
        mount(loop or device, kind, options, place)
        try:
            yield place
        finally:
            unmount(place)
    finally:
        if loop:
            command("losetup", "--detach", loop)


def mount(device, kind, options, place):
    if kind == "exfat":
        command("mount.exfat-fuse", "-o", ",".join(filter(None, [options, "allow_other"])), device, place)
    else:
        command("mount", "-t", kind, "-o", options or "defaults", device, place)


def unmount(place):
    """At once if it can be, else when nobody looks any more."""
    if subprocess.run(["umount", place], stderr=subprocess.DEVNULL).returncode != 0:
        command("umount", "--lazy", place)


def fill(place, left=0):
    """Fills a medium, but for so many bytes."""
    with open(place / "holiday.mov", "wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        with contextlib.suppress(OSError):
            while True:
                file.write(bytes(512))
        file.truncate(max(0, file.tell() - left))
        os.fsync(file.fileno())


def private(path):
    """Hands a folder with all in it to the user."""
    for one in [path, *path.rglob("*")]:
        os.chown(one, USER, USER)


# ---- a stick that can be pulled out ----

def plugged():
    """The device of the stick: put in if it is not there."""
    if not list(Path("/sys/block").glob("sd*")):
        for host in Path("/sys/class/scsi_host").iterdir():
            (host / "scan").write_text("- - -")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for found in Path("/sys/block").glob("sd*"):
            if (Path("/dev") / found.name).exists():
                return Path("/dev") / found.name
        time.sleep(0.02)
    raise AssertionError("no stick was found")


def pull_out(device):
    """What the kernel does when somebody takes it out: every later read and write fails."""
    (Path("/sys/block") / device.name / "device/delete").write_text("1")


def slow_down(jiffies):
    """How long each command to the stick takes, hundredths of a second."""
    Path("/sys/bus/pseudo/drivers/scsi_debug/delay").write_text(str(jiffies))
