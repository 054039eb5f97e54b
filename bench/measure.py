"""What the measurements share: running the programs, and what a run took."""
import os
import re
import subprocess
import sys

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")


def spent(label, command, **options):
    """Runs a command under /usr/bin/time -v; gives its seconds, those of them on a processor, its largest resident size in
    KiB, and its output."""
    done = subprocess.run(["/usr/bin/time", "-v"] + command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{label}: {done.stderr}")
    clock = re.search(r"Elapsed.*: (?:(\d+):)?(\d+):([\d.]+)", done.stderr).groups()
    seconds = int(clock[0] or 0) * 3600 + int(clock[1]) * 60 + float(clock[2])
    processor = sum(float(part) for part in re.findall(r"(?:User|System) time \(seconds\): ([\d.]+)", done.stderr))
    resident = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr).group(1))
    return seconds, processor, resident, done.stdout


def timed(label, command, **options):
    """The same without the processor's seconds."""
    seconds, _, resident, out = spent(label, command, **options)
    return seconds, resident, out


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout
