"""What docs/visits.md shows of the rules; `python -m tests.core.visits_document` writes it anew from them."""

import re
from collections.abc import Iterable
from pathlib import Path

from audit_app.core.lifecycle import DRAWN, ENDED, MOVES, NO_FAULT, Actor, Move, VisitState, VoidReason
from audit_app.core.standing import WEIGHTS
from audit_app.core.visit_clocks import DAYS, HOURS, Clock

DOCUMENT = Path(__file__).parents[2] / "docs" / "visits.md"
SHOWN = re.compile(r"(<!-- shown: ([a-z ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
UNPUBLISHED = "[*]"
STARTED_BY = {
    Clock.OFFER: "the invitation",
    Clock.REVIEW: "handing in",
    Clock.REMINDER: "the return",
    Clock.RETURN: "the return",
    Clock.APPEAL: "the rejection",
    Clock.OBJECTION: "publishing",
    Clock.LOCK: "the last day of the month it is reported in",
}


def table(*rows: Iterable[str]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * lines[0].count(" | ") + "---|", *lines[1:]])


def window(clock: Clock | None) -> str:
    if clock is None:
        return ""
    return f"{clock}, {HOURS[clock]} h" if clock in HOURS else f"{clock}, {DAYS[clock]} days"


def states(move: Move) -> str:
    return ", ".join(state for state in VisitState if state in move.froms) or "–"


def conditions(move: Move) -> str:
    asked = [move.guard, "once" if move.once else "", "with a reason" if move.reasoned else ""]
    return "; ".join(part for part in asked if part)


def moves() -> str:
    names = ("from", "event", "to", "who", "what must hold", "clock", "what it causes")
    return table(names, *(row(move) for move in MOVES))


def row(move: Move) -> tuple[str, ...]:
    who = ", ".join(actor for actor in Actor if actor in move.who)
    to = f"**{move.to}**"
    return states(move), move.event, to, who, conditions(move), window(move.clock), move.effect


def diagram() -> str:
    arrows = [f"    {state or UNPUBLISHED} --> {move.to}: {move.event}" for (state, _), move in DRAWN.items()]
    ends = [f"    {state} --> {UNPUBLISHED}" for state in sorted(ENDED)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, *ends, "```"])


def clocks() -> str:
    rows = ((clock, window(clock).partition(", ")[2], STARTED_BY[clock]) for clock in Clock)
    return table(("clock", "runs", "from"), *rows)


def reasons() -> str:
    rows = ((reason, "yes" if reason in NO_FAULT else "no") for reason in VoidReason)
    return table(("why it is void", "paid"), *rows)


def weights() -> str:
    return table(("part", "weight"), *((part, str(weight)) for part, weight in WEIGHTS.items()))


WRITERS = {"moves": moves, "diagram": diagram, "clocks": clocks, "void": reasons, "weights": weights}


def renewed(text: str) -> str:
    """The document with everything that is shown in it written anew."""
    return SHOWN.sub(lambda part: f"{part[1]}{WRITERS[part[2]]()}\n{part[4]}", text)


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text("utf-8")), "utf-8")
