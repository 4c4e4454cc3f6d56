"""Where photos stand: `organisation/digest` in one folder, or in any S3-compatible bucket."""

import os
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from audit_app.files.origins import origin_of
from audit_app.files.pictures import Picture, clean_picture, thumbnail_of

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class PhotoShelf:
    """Photos by what they contain, so that storing one twice keeps one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: ObjectStore | None = None
        self._opening = Lock()

    def keep(self, organisation_id: UUID, data: bytes, *, with_origin: bool = False) -> Picture:
        """Clean a phone's picture and store it durably; raises NotAPhoto or TooLarge.

        Where and when the camera says it was taken is read only `with_origin`, and is in no stored picture.
        """
        picture = clean_picture(data)
        self._put(_key(organisation_id, picture.digest), picture.data)
        return replace(picture, origin=origin_of(data)) if with_origin else picture

    def take_small(self, organisation_id: UUID, digest: str) -> bytes:
        """A stored photo's thumbnail, made when it is first asked for; raises FileNotFoundError."""
        key = f"{_key(organisation_id, digest)}.small"
        try:
            return bytes(self._opened().get(key).bytes())
        except FileNotFoundError:
            small = thumbnail_of(self.take(organisation_id, digest))
            self._put(key, small)
            return small

    def _put(self, key: str, data: bytes) -> None:
        self._opened().put(key, data)
        _sync(self._folder / key)

    def take(self, organisation_id: UUID, digest: str) -> bytes:
        """The bytes of a stored photo; raises FileNotFoundError."""
        return bytes(self._opened().get(_key(organisation_id, digest)).bytes())

    def _opened(self) -> "ObjectStore":
        # One at a time: a second thread would find a library that the first has not read to its end.
        with self._opening:
            if self._store is None:
                from obstore.store import LocalStore

                self._folder.mkdir(parents=True, exist_ok=True)
                self._store = LocalStore(self._folder)
            return self._store


def _key(organisation_id: UUID, digest: str) -> str:
    return f"{organisation_id}/{digest}"


def _sync(path: Path) -> None:
    # The store renames without flushing: a photo must survive a power cut once it is acknowledged.
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
