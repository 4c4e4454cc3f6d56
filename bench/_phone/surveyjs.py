"""The same questions as a SurveyJS page: its own minified files, served and compressed as ours are."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort

from audit_app.core.questionnaire import (
    Need,
    Operator,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    ShowIf,
    text_in,
)

PACKAGES = Path(__file__).parent / "node_modules"
FILES = {
    "survey-core.css": PACKAGES / "survey-core" / "survey-core.fontless.min.css",
    "survey-core.js": PACKAGES / "survey-core" / "survey.core.min.js",
    "survey-js-ui.js": PACKAGES / "survey-js-ui" / "survey-js-ui.min.js",
}
KINDS = {".css": "text/css", ".js": "text/javascript"}
COMPARISONS = {Operator.IS: "=", Operator.IS_NOT: "<>", Operator.AT_LEAST: ">=", Operator.AT_MOST: "<="}
FOR_EVER = "public, max-age=31536000, immutable"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <meta name="description" content="{title}">
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/survey-core.css">
  <script defer src="/survey-core.js"></script>
  <script defer src="/survey-js-ui.js"></script>
  <script defer src="/start.js"></script>
</head>
<body><main id="form"></main></body>
</html>
"""
START = "new Survey.Model({model}).render(document.getElementById('form'));"


def page_of(questionnaire: Questionnaire, language: str) -> Flask:
    """An app that serves the page at `/`, and its files."""
    app = Flask("surveyjs", static_folder=None)
    page = PAGE.format(language=language, title=text_in(questionnaire.titles, language))
    start = START.format(model=json.dumps(model_of(questionnaire, language), ensure_ascii=False))

    @app.get("/")
    def _page() -> Response:
        return _sent(page, "text/html")

    @app.get("/start.js")
    def _start() -> Response:
        return _sent(start, "text/javascript")

    @app.get("/<name>")
    def _file(name: str) -> Response:
        if name not in FILES:
            abort(404)
        return _sent(FILES[name].read_text(), KINDS[FILES[name].suffix])

    return app


def _sent(text: str, kind: str) -> Response:
    response = Response(_compressed(text), mimetype=kind)
    response.headers.update({"Content-Encoding": "gzip", "Cache-Control": FOR_EVER})
    return response


@cache
def _compressed(text: str) -> bytes:
    return gzip.compress(text.encode(), 9)


def model_of(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """The questionnaire in SurveyJS's own words: everything on one page, as on ours."""
    panels = [_panel(section, language) for section in questionnaire.sections]
    title = text_in(questionnaire.titles, language)
    return {"title": title, "showQuestionNumbers": True, "pages": [{"name": "all", "elements": panels}]}


def _panel(section: Section, language: str) -> dict[str, Any]:
    elements = [each for question in section.questions for each in _elements(question, language)]
    return {
        "type": "panel",
        "name": section.code,
        "title": text_in(section.titles, language),
        "elements": elements,
    }


def _elements(question: Question, language: str) -> list[dict[str, Any]]:
    asked = {
        "name": question.code,
        "title": text_in(question.texts, language),
        "isRequired": question.required,
        "showCommentArea": question.comment is not Need.NEVER,
        **_kind(question, language),
    }
    if question.show_if:
        asked["visibleIf"] = _condition(question.show_if)
    photo = {
        "type": "file",
        "name": f"{question.code}_photo",
        "acceptedTypes": "image/*",
        "allowMultiple": True,
    }
    return [asked, photo] if question.photo is not Need.NEVER else [asked]


def _condition(rule: ShowIf) -> str:
    comparison = COMPARISONS.get(rule.operator)
    value = f" {comparison} {rule.value!r}" if comparison else " notempty"
    return f"{{{rule.question}}}{value}"


def _kind(question: Question, language: str) -> dict[str, Any]:
    choices = question.scale.choices if question.scale else ()
    offered = [{"value": choice.code, "text": text_in(choice.labels, language)} for choice in choices]
    match question.type:
        case QuestionType.CHOICE:
            return {"type": "radiogroup", "choices": offered}
        case QuestionType.MULTIPLE:
            return {"type": "checkbox", "choices": offered}
        case QuestionType.RECOMMEND:
            return {"type": "rating", "rateMin": 0, "rateMax": 10}
        case QuestionType.NUMBER | QuestionType.DURATION:
            return {"type": "text", "inputType": "number", "min": question.minimum or 0}
        case _:
            return {"type": "comment"}
