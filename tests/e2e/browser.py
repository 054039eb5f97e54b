"""A headless Chromium for the tests of pages, driven over a pipe by its own protocol (CDP)."""
import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

# It stays on this machine: no service of its own is let start.
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-domain-reliability", "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-pipe"]
PATIENCE = 60  # seconds for one answer


class Browser:
    """with Browser() as browser: page = browser.open(path). home: a directory for its profile, which is left as the browser
    left it; without one it has a profile of its own, which goes with it. flags: further ones."""

    def __init__(self, home=None, flags=()):
        self.kept, self.flags = home, flags

    def __enter__(self):
        program = shutil.which("chromium")
        assert program, "chromium is not installed; run install-deps --check"
        self.home = str(self.kept or tempfile.mkdtemp(prefix="sigill-chromium-"))
        to_browser, self.write = os.pipe()
        self.read, from_browser = os.pipe()

        def wire():  # it reads from 3 and writes to 4
            high = [os.dup(to_browser), os.dup(from_browser)]
            for wanted, end in zip((3, 4), [os.dup2(end, 50 + place) for place, end in enumerate(high)]):
                os.dup2(end, wanted)

        self.process = subprocess.Popen([program, *FLAGS, *self.flags, f"--user-data-dir={self.home}", "about:blank"], preexec_fn=wire,
                                        close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, "HOME": self.home})
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.events = b"", 0, []
        return self

    def __exit__(self, *_):
        os.close(self.write)
        os.close(self.read)
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        if not self.kept:
            shutil.rmtree(self.home, ignore_errors=True)

    def close(self):
        """Ends it as a user does, so that it writes what it wants to keep."""
        self.call("Browser.close")
        self.process.wait(PATIENCE)

    def message(self, until):
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read], [], [], max(0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            data = os.read(self.read, 1 << 20)
            assert data, "the browser has ended"
            self.rest += data
        line, self.rest = self.rest.split(b"\0", 1)
        return json.loads(line)

    def call(self, method, session=None, **params):
        self.number += 1
        wanted = {"id": self.number, "method": method, "params": params}
        if session:
            wanted["sessionId"] = session
        data = json.dumps(wanted).encode() + b"\0"
        while data:
            data = data[os.write(self.write, data):]
        until = time.monotonic() + PATIENCE
        while True:
            message = self.message(until)
            if message.get("id") == self.number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            self.events.append(message)

    def wait(self, session, method):
        """The parameters of the newest such event, which is waited for."""
        until = time.monotonic() + PATIENCE
        while True:
            found = [e for e in self.events if e.get("method") == method and e.get("sessionId") == session]
            if found:
                return found[-1]["params"]
            self.events.append(self.message(until))

    def open(self, path, width=1280, height=900, before=None):
        """before: a script that runs before any of the page's."""
        return Page(self, Path(path).resolve().as_uri(), width, height, before)


class Page:
    """A loaded document. requests: the addresses that it asked for; messages: what the console said."""

    def __init__(self, browser, address, width, height, before=None):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")
        self.resize(width, height)
        if before:
            self.call("Page.addScriptToEvaluateOnNewDocument", source=before)
        self.call("Page.navigate", url=address)
        browser.wait(self.session, "Page.loadEventFired")

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def run(self, expression):
        """The value of a JavaScript expression, waited for if it is a promise."""
        done = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def told(self, *methods):
        self.run("new Promise(done => setTimeout(done, 50))")  # what is on its way arrives
        return [e["params"] for e in self.browser.events if e.get("sessionId") == self.session and e["method"] in methods]

    # Keys that do not stand for a letter, by the name that pages know them by: code, number, text.
    KEYS = {"Tab": ("Tab", 9, ""), "Enter": ("Enter", 13, "\r"), "Space": ("Space", 32, " "), "ArrowDown": ("ArrowDown", 40, "")}

    def press(self, key):
        code, number, text = self.KEYS[key]
        event = {"key": text if key == "Space" else key, "code": code, "windowsVirtualKeyCode": number}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **event)
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text):
        for letter in text:
            if letter == "\n":
                self.press("Enter")
                continue
            self.call("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def choose_files(self, act, *paths):
        """What act() does opens a chooser of files, which answers with these."""
        self.call("Page.setInterceptFileChooserDialog", enabled=True)
        self.browser.events.clear()
        act()
        node = self.browser.wait(self.session, "Page.fileChooserOpened")["backendNodeId"]
        self.call("DOM.setFileInputFiles", files=[str(path) for path in paths], backendNodeId=node)

    def requests(self):
        return [e["request"]["url"] for e in self.told("Network.requestWillBeSent")]

    def messages(self):
        return self.told("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Audits.issueAdded")

    def picture(self, path):
        """The whole document as PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        Path(path).write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, path):
        """As it is printed, on the paper that the page itself asks for."""
        done = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        Path(path).write_bytes(base64.b64decode(done["data"]))
