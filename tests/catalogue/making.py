"""A small sound folder to spoil: one audit in which every key stands once, and short lists."""

from pathlib import Path

from audit_app.catalogue import Mistake, check

TEXTS = '{en: "A", el: "Α", fi: "A", hy: "Ա", tr: "A"}'

STANDARDS = """\
standards:
  - code: greeting
    group: core
    names: TEXTS
    descriptions: TEXTS
    advice: TEXTS
  - code: premises
    group: wider
    names: TEXTS
"""

SCALES = """\
scales:
  - code: quality
    choices:
      - {code: good, points: 100, labels: TEXTS}
      - {code: fair, points: 50, labels: TEXTS}
      - {code: poor, points: 0, labels: TEXTS}
      - {code: not_applicable, labels: TEXTS}
  - code: yes_no
    choices:
      - {code: "yes", points: 100, labels: TEXTS}
      - {code: "no", points: 0, labels: TEXTS}
  - code: happened
    choices:
      - {code: this, points: 0, labels: TEXTS}
      - {code: that, points: 0, labels: TEXTS}
"""

COMPARISON = """\
least_gap: 12
least_sheets: {staff: 6, observed: 4, customer: 11}
least_team: 7
confidence: "0.99"
least_coverage: 71
weak_below: 61
bands:
  - {code: strong, at_least: 80, names: TEXTS}
  - {code: weak, at_least: 0, names: TEXTS}
"""

VISIT = """\
code: visit
edition: 1
kind: audit
titles: TEXTS
intros: TEXTS
briefs: TEXTS
pass_mark: 75
cap_bonus: false
sections:
  - code: arrival
    titles: TEXTS
    intros: TEXTS
    questions:
      - code: greeted
        type: choice
        texts: TEXTS
        hints: TEXTS
        standard: greeting
        scale: yes_no
        weight: 2
        required: true
        comment: below_best
        photo: optional
        critical: {mode: cap, fails_at: 0, cap: 50}
        findings: {"no": TEXTS}
        skill: greeting
      - code: wait
        type: duration
        texts: TEXTS
        standard: greeting
        bands: [{up_to: 60, points: 100}, {up_to: 180, points: 50}, {points: 0}]
        unit: seconds
        minimum: 0
        maximum: 3600
        show_if: {question: greeted, is: "yes"}
  - code: leaving
    titles: TEXTS
    questions:
      - code: seen
        type: multiple
        texts: TEXTS
        scale: happened
      - code: shelves
        type: choice
        texts: TEXTS
        standard: premises
        scale: quality
        bonus: true
        show_if: {question: wait, at_least: 5}
      - code: remarks
        type: text
        texts: TEXTS
"""

FILES = {
    "standards.yaml": STANDARDS,
    "scales.yaml": SCALES,
    "comparison.yaml": COMPARISON,
    "audits/visit.v1.yaml": VISIT,
}


def put(folder: Path, name: str, text: str) -> Path:
    """Write a file of the folder; TEXTS stands for a text in five languages."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("TEXTS", TEXTS), encoding="utf-8")
    return path


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """Replace one passage of a sound file and write it; returns the new text."""
    text = FILES[name]
    assert text.count(old) == 1, f"{old!r} must stand once, so that the case says what it does"
    spoilt = text.replace(old, new)
    put(folder, name, spoilt)
    return spoilt


def survey(code: str, edition: int, kind: str = "customer", rest: str = "") -> str:
    """The text of a short sound questionnaire."""
    head = f"code: {code}\nedition: {edition}\nkind: {kind}\ntitles: TEXTS\n{rest}"
    question = "{code: liked, type: text, texts: TEXTS}"
    return f"{head}sections: [{{code: all, titles: TEXTS, questions: [{question}]}}]\n"


def told(folder: Path) -> list[str]:
    """All mistakes as an author reads them."""
    return [str(mistake) for mistake in check(folder)]


def only(folder: Path) -> Mistake:
    """The one mistake there is."""
    found = check(folder)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]
