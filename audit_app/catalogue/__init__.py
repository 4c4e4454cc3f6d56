"""READS questionnaires: the only room that knows YAML, spreadsheets and pydantic for files."""

from audit_app.catalogue.checking import check
from audit_app.catalogue.editions import (
    LISTS,
    EditionFile,
    edition_files,
    find_edition,
    questionnaire_files,
)
from audit_app.catalogue.loading import Catalogue, load_catalogue
from audit_app.catalogue.mistakes import Mistake, nearest
from audit_app.catalogue.published import publish

__all__ = [
    "LISTS",
    "Catalogue",
    "EditionFile",
    "Mistake",
    "check",
    "edition_files",
    "find_edition",
    "load_catalogue",
    "nearest",
    "publish",
    "questionnaire_files",
]
