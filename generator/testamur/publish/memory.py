"""
What is known of an output folder between builds: the manifest, and the journal of a switch.

The journal is the manifest that a switch works towards. Where it is found, the switch broke off:
every file in which the two differ is doubtful, ours, and written again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from testamur.publish.durable import Disk, make_folders, remove_durably, replace_durably
from testamur.publish.manifest import Manifest, after_interruption, doubted, encode, load


class Memory:
    """
    Kept in `folder`. Raises WorldError where it cannot be read, relied on or written.

    The stored manifest never claims more than is known: it is corrected before each journal, or
    a second interruption would make the first forgotten.
    """

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._manifest = folder / "manifest.json"
        self._journal = folder / "journal.json"
        self._disk = disk
        self._in_doubt: set[str] = set()
        make_folders(folder, disk)
        self._stored = load(self._manifest, disk)
        journal = load(self._journal, disk)
        self._interrupted = journal is not None
        self.known: Manifest | None = (
            self._stored if journal is None else after_interruption(self._stored, journal)
        )

    def forget(self) -> None:
        """The output is not there any more, or was emptied."""
        self.known = None

    def doubt(self, path: str) -> None:
        """The file on disk was found not to be what the manifest says."""
        self._in_doubt.add(path)

    def begin(self, intended: Manifest) -> None:
        """Note, before the first change of the output, what it is going to be."""
        known = self._less_doubts()
        if known is None:
            remove_durably(self._manifest, self._disk)
        elif known != self._stored:
            replace_durably(self._manifest, encode(known), self._disk)
        replace_durably(self._journal, encode(intended), self._disk)

    def complete(self) -> None:
        """The output is now what the journal says."""
        self._disk.replace(str(self._journal), str(self._manifest))
        self._disk.sync_folder(str(self._manifest.parent))

    def settle(self, actual: Manifest) -> None:
        """The output is `actual` without any change."""
        if actual != self._stored:
            replace_durably(self._manifest, encode(actual), self._disk)
        if self._interrupted:
            remove_durably(self._journal, self._disk)

    def _less_doubts(self) -> Manifest | None:
        if self.known is None or not self._in_doubt:
            return self.known
        files = self.known.files
        doubts = {path: doubted(files[path]) for path in self._in_doubt}
        return replace(self.known, files={**files, **doubts})
