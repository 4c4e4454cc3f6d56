"""A sound folder of checklists, fresh for every test."""

from pathlib import Path

import pytest

from tests.catalogue.making import FILES, put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        put(tmp_path / "checklists", name, text)
    for name in ("customers", "teams"):
        (tmp_path / "checklists" / name).mkdir()
    return tmp_path / "checklists"
