"""A headless Firefox for the tests of pages, driven by WebDriver BiDi over its own debugging port: a WebSocket of this machine."""
import base64
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

# It asks for nothing of its own, keeps sessions often, and saves without a question.
PREFERENCES = {
    "app.update.enabled": False, "app.normandy.enabled": False, "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0, "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "services.settings.server": "", "toolkit.telemetry.enabled": False, "browser.sessionstore.interval": 1000,
    "browser.download.folderList": 2, "browser.download.useDownloadDir": True, "browser.helperApps.neverAsk.saveToDisk": "application/json",
    "browser.download.alwaysOpenPanel": False, "browser.download.always_ask_before_handling_new_types": False,
}
PATIENCE = 60  # seconds for one answer


def program():
    """None where there is no Firefox."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class WebSocket:
    """The client's end of RFC 6455, for text in one piece each way."""

    def __init__(self, port, path):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            self.fetch()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        assert b" 101 " in head.split(b"\r\n")[0], head

    def fetch(self):
        data = self.socket.recv(1 << 20)
        assert data, "the browser has ended"
        self.rest += data

    def take(self, size):
        while len(self.rest) < size:
            self.fetch()
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def send(self, text, kind=1):
        data, mask = text.encode() if isinstance(text, str) else text, os.urandom(4)
        size = len(data)
        length = bytes([128 | size]) if size < 126 else struct.pack(">BH", 254, size) if size < 1 << 16 else struct.pack(">BQ", 255, size)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        self.socket.sendall(bytes([128 | kind]) + length + mask + masked)

    def receive(self):
        text = b""
        while True:
            first, size = self.take(2)
            size = size if size < 126 else struct.unpack(">H", self.take(2))[0] if size == 126 else struct.unpack(">Q", self.take(8))[0]
            data = self.take(size)
            if first & 15 == 9:
                self.send(data, 10)
            elif first & 15 == 8:
                raise AssertionError("the browser has ended")
            else:
                text += data
                if first & 128:
                    return text.decode()


class Firefox:
    """with Firefox(downloads=DIR) as browser: page = browser.open(path). home as browser.py has it; preferences: further ones."""

    def __init__(self, home=None, downloads=None, preferences=None):
        self.kept, self.downloads, self.preferences = home, downloads, preferences or {}

    def __enter__(self):
        self.home = str(self.kept or tempfile.mkdtemp(prefix="sigill-firefox-"))
        preferences = {**PREFERENCES, **self.preferences, **({"browser.download.dir": str(self.downloads)} if self.downloads else {})}
        Path(self.home, "user.js").write_text("".join(f"user_pref({json.dumps(key)}, {json.dumps(value)});\n"
                                                      for key, value in preferences.items()))
        self.process = subprocess.Popen([program(), "--headless", "--no-remote", "--profile", self.home, "--remote-debugging-port", "0",
                                         "about:blank"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        start_new_session=True, env={**os.environ, "HOME": self.home, "MOZ_CRASHREPORTER_DISABLE": "1"})
        try:
            self.wire = WebSocket(self.port(), "/session")
            self.number, self.events = 0, []
            self.call("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": {"default": "accept"}}})
            self.call("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        except BaseException:
            self.__exit__()
            raise
        return self

    def port(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            line = self.process.stderr.readline().decode("utf-8", "replace")
            found = re.search(r"ws://127\.0\.0\.1:(\d+)", line)
            if found:
                return int(found.group(1))
            assert line, "Firefox has ended"
        raise AssertionError("Firefox opens no port")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        if not self.kept:
            shutil.rmtree(self.home, ignore_errors=True)

    def close(self):
        """Ends it as a user does, so that it writes what it wants to keep."""
        self.call("browser.close")
        self.process.wait(PATIENCE)

    def call(self, method, **params):
        self.number += 1
        self.wire.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.wire.receive())
            if message.get("id") == self.number:
                assert message["type"] == "success", f"{method}: {message}"
                return message["result"]
            self.events.append(message)

    def open(self, path):
        context = self.call("browsingContext.create", type="window")["context"]  # the first one never has the focus
        self.call("browsingContext.navigate", context=context, url=Path(path).resolve().as_uri(), wait="complete")
        self.call("browsingContext.activate", context=context)
        return FirefoxPage(self, context)


class FirefoxPage:
    """A loaded document, with the same calls as the Page of browser.py."""

    KEYS = {"Tab": "\ue004", "Enter": "\ue006", "Space": " ", "ArrowDown": "\ue015"}

    def __init__(self, browser, context):
        self.browser, self.context = browser, context

    def run(self, expression):
        done = self.browser.call("script.evaluate", expression=f"Promise.resolve({expression}).then(value => JSON.stringify(value))",
                                 target={"context": self.context}, awaitPromise=True, userActivation=True)
        assert done["type"] == "success", done
        return json.loads(done["result"]["value"]) if "value" in done["result"] else None

    def strokes(self, *strokes):
        actions = [{"type": kind, "value": key} for kind, key in strokes]
        self.browser.call("input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": actions}])

    def type(self, text):
        self.strokes(*((kind, "\ue006" if letter == "\n" else letter) for letter in text for kind in ("keyDown", "keyUp")))

    def control(self, letter):
        """A letter with the control key. Beyond the last control the focus leaves the page for the window's own bar, from where
        no key of this protocol brings it back."""
        self.strokes(("keyDown", "\ue009"), ("keyDown", letter), ("keyUp", letter), ("keyUp", "\ue009"))

    def press(self, key):
        self.type(self.KEYS[key])

    def choose_files(self, control, *paths):
        """Puts files into a control for them."""
        node = self.browser.call("script.evaluate", expression=f"byId({json.dumps(control)})", target={"context": self.context},
                                 awaitPromise=False)["result"]
        self.browser.call("input.setFiles", context=self.context, element={"sharedId": node["sharedId"]}, files=[str(path) for path in paths])

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.browser.events if event.get("method") == "network.beforeRequestSent"]

    def messages(self):
        return [event["params"] for event in self.browser.events if event.get("method") == "log.entryAdded"]

    def pdf(self, path):
        done = self.browser.call("browsingContext.print", context=self.context, background=True)
        Path(path).write_bytes(base64.b64decode(done["data"]))

    def picture(self, path):
        done = self.browser.call("browsingContext.captureScreenshot", context=self.context, origin="document")
        Path(path).write_bytes(base64.b64decode(done["data"]))
