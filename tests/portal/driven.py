"""Chromium by its own input and eyes: the DevTools protocol over a pipe, no package between."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

# What a key is to the protocol: its code, its number, and the text it types.
KEYS = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    " ": ("Space", 32, " "),
    "Escape": ("Escape", 27, ""),
    "Home": ("Home", 36, ""),
    "End": ("End", 35, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
}
SHIFT = 8
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
)


@dataclass
class Browser:
    """One page of a Chromium that is spoken to through two pipes."""

    to: IO[bytes]
    back: IO[bytes]
    session: str = ""
    said: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """The answer to one command; events that come meanwhile are kept in ``heard``."""
        self.said += 1
        asked = {"id": self.said, "method": method, "params": values}
        asked |= {"sessionId": self.session} if self.session else {}
        self.to.write(json.dumps(asked).encode() + b"\0")
        while (told := self._told()).get("id") != self.said:
            self.heard.append(told)
        assert "error" not in told, (method, told["error"])
        return dict(told["result"])

    def open(self, file: Path, width: int, height: int = 900, hash_: str = "") -> None:
        """Show ``file`` in a window of ``width`` times ``height``; returns when it is loaded."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        self.heard.clear()
        # An address that differs only behind its hash would not be loaded anew.
        self.ask("Page.navigate", url="about:blank")
        self.until("Page.loadEventFired")
        self.ask("Page.navigate", url=file.as_uri() + hash_)
        self.until("Page.loadEventFired")

    def until(self, event: str) -> None:
        """Wait for an event, and forget all that was heard before it."""
        while event not in [told.get("method") for told in self.heard]:
            self.heard.append(self._told())
        self.heard.clear()

    def value(self, script: str) -> Any:
        """What an expression is worth in the page."""
        told = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def press(self, key: str, shift: bool = False) -> None:
        """Press and release a key as a person does; the page cannot tell the difference."""
        code, number, text = KEYS[key]
        said: dict[str, Any] = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        said["modifiers"] = SHIFT if shift else 0
        typed = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.ask("Input.dispatchKeyEvent", **said, **typed)
        self.ask("Input.dispatchKeyEvent", **said, type="keyUp")

    def draw(self, picture: Path, whole: bool = False) -> None:
        """A PNG of the window, or of the whole page."""
        told = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        picture.write_bytes(b64decode(told["data"]))

    def _told(self) -> dict[str, Any]:
        line = bytearray()
        while (byte := self.back.read(1)) != b"\0":
            assert byte, "Chromium ended before it answered."
            line += byte
        return dict(json.loads(line))


@contextmanager
def driven(profile: Path) -> Iterator[Browser]:
    """A Chromium with one empty page, closed at the end; ``profile`` is an empty folder."""
    assert CHROMIUM is not None, "Chromium is not there. On Debian: apt-get install chromium."
    to_read, to_write = os.pipe()
    back_read, back_write = os.pipe()
    # The protocol's pipe is the browser's third and fourth file, whatever ours are called.
    command = f'exec "$0" "$@" 3<&{to_read} 4>&{back_write}'
    asked = [CHROMIUM, *QUIET, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    ours = to_read, back_write
    process = subprocess.Popen(["bash", "-c", command, *asked], pass_fds=ours,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    for end in ours:
        os.close(end)
    with os.fdopen(to_write, "wb", buffering=0) as to, os.fdopen(back_read, "rb") as back:
        browser = Browser(to, back)
        try:
            page = browser.ask("Target.createTarget", url="about:blank")["targetId"]
            joined = browser.ask("Target.attachToTarget", targetId=page, flatten=True)
            browser.session = joined["sessionId"]
            browser.ask("Page.enable")
            # Without a window on a screen a page would not know that it is typed into.
            browser.ask("Emulation.setFocusEmulationEnabled", enabled=True)
            yield browser
        finally:
            process.kill()
            process.wait()
