"""The released programs on another kernel, which has seccomp and no Landlock: the tests of empty_root.py in user-mode-linux."""
import sys
import tempfile
from pathlib import Path

from umlkit import said_there

with tempfile.TemporaryDirectory(prefix="sigill-test-") as directory:
    sys.exit(0 if said_there(Path(directory), "tests/release/empty_root.py") else 1)
