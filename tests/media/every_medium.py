"""Runs the tests of this folder, inside user-mode-linux (TAP)."""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import sigill_test  # noqa: E402
import full_media  # noqa: E402, F401
import keys_on_media  # noqa: E402, F401
import pulled_out  # noqa: E402, F401
import reading_media  # noqa: E402, F401
import root_and_readers  # noqa: E402, F401
import writing_on_media  # noqa: E402, F401

wanted = os.environ.get("MEDIA_ONLY", "")
sigill_test._tests[:] = [one for one in sigill_test._tests if wanted in one.__name__]
sigill_test.run()
