"""The first process in user-mode-linux: mounts what a system has, loads what media need, runs a script with tests, and
halts. The root file system is the machine's own, read-only; what is written lies in memory below /run, the results in the
directory that the machine shares.

inside.py REPOSITORY BUILD SHARED SCRIPT"""
import ctypes
import glob
import os
import subprocess
import sys
import traceback

SHARED = "/run/shared"
MODULES = ("loop", "vfat", "nls_cp437", "nls_iso8859-1", "nls_utf8", "isofs", "udf", "fuse", "scsi_debug", "sd_mod")
HALT = 0x4321FEDC  # linux/reboot.h, LINUX_REBOOT_CMD_POWER_OFF


def command(*words):
    subprocess.run(words, check=True)


def prepare(shared):
    os.environ.update(PATH="/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL="C.UTF-8", PYTHONUTF8="1", PYTHONDONTWRITEBYTECODE="1",
                      HOME="/run")
    command("mount", "-t", "proc", "proc", "/proc")
    command("mount", "-t", "devtmpfs", "devtmpfs", "/dev")
    os.mkdir("/dev/shm")  # the machine's, where repository and build may lie
    command("mount", "-t", "hostfs", "-o", "ro,/dev/shm", "hostfs", "/dev/shm")
    command("mount", "-t", "sysfs", "sysfs", "/sys")
    command("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/run")
    os.mkdir(SHARED)
    command("mount", "-t", "hostfs", "-o", shared, "hostfs", SHARED)
    # modprobe looks below a lib/modules; the package keeps them elsewhere.
    os.makedirs("/run/modules/lib/modules")
    for kernel in glob.glob("/usr/lib/uml/modules/*"):
        os.symlink(kernel, f"/run/modules/lib/modules/{os.path.basename(kernel)}")
    for module in MODULES:
        words = ("dev_size_mb=8", "delay=0", "max_luns=1") if module == "scsi_debug" else ()
        command("modprobe", "-d", "/run/modules", module, *words)
    os.mkdir("/run/tmp", 0o1777)
    os.environ["TMPDIR"] = "/run/tmp"


def main():
    repository, build, shared, script = sys.argv[1:]
    prepare(shared)
    os.chdir(repository)
    with open(f"{SHARED}/tap", "w", encoding="utf-8") as tap:
        subprocess.run([sys.executable, script], env={**os.environ, "BUILD": build, "PYTHONPATH": "tests/e2e", "SLOW_PROCESSOR": "1"}, stdin=subprocess.DEVNULL,
                       stdout=tap, stderr=subprocess.STDOUT)


try:
    main()
except BaseException:
    traceback.print_exc()
finally:
    os.sync()
    ctypes.CDLL(None).reboot(HALT)
