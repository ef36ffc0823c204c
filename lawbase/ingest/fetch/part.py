"""A download that is not whole yet: `<file>.part`, and beside it what the server must confirm before it is continued."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx


class Part:
    """The unfinished copy of one file. It is continued only where the server named its state (RFC 9110, 13.1.5)."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._memo = target.with_name(target.name + ".part.json")

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for the rest; empty where there is nothing to continue."""
        try:
            memo = json.loads(self._memo.read_text("utf-8"))
            size = self.path.stat().st_size
        except (OSError, ValueError):
            return {}
        if not size or not isinstance(memo, dict) or memo.get("url") != url or not memo.get("state"):
            return {}
        return {"Range": f"bytes={size}-", "If-Range": str(memo["state"])}

    def begin(self, url: str, headers: httpx.Headers) -> None:
        """Start anew, and remember the state that a continuation must find."""
        self.discard()
        state = state_of(headers)
        if state:
            self._memo.write_text(json.dumps({"url": url, "state": state}), "utf-8")
        self.path.touch()

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def finish(self) -> None:
        """The part is whole: it takes the name of the file in one step."""
        os.replace(self.path, self.target)
        self._memo.unlink(missing_ok=True)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._memo.unlink(missing_ok=True)


def state_of(headers: httpx.Headers) -> str:
    """What identifies the very bytes of an answer: a strong ETag, else the day of change; nothing where the server ruled
    ranges out or packed the answer (then bytes on the line are not bytes of the file)."""
    if headers.get("accept-ranges") == "none" or headers.get("content-encoding", "identity") != "identity":
        return ""
    etag = headers.get("etag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("last-modified", "")
