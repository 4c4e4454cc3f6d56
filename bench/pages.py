"""Pages and submissions against a bare Flask page on the same server, as `make run` starts it.

Pages are taken by the server's CPU, which hardly moves when something else keeps the machine busy. A
submission also waits for the disk, so it is taken by the clock.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode
from uuid import uuid4

from bench._figures import Figure, medians
from bench._server import Request, Server, running

TIMES = 160
BARE = "a bare Flask page on the same server"
GREEK = ("Accept-Language", "el")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
STEPS = ("excellent", "good", "average", "fair", "poor")
RATED = ("available", "greeted", "friendly", "answered", "knew", "advised", "courteous", "overall")


def answers() -> str:
    """A customer's answers as a phone sends them, each time with an id of their own."""
    rated = {f"q.{code}": STEPS[number % 5] for number, code in enumerate(RATED)}
    words = {
        "q.recommend": "9",
        "q.liked": "They let me try everything",
        "q.praise": "Maria, for her patience",
    }
    return urlencode({"sheet": str(uuid4()), **rated, **words})


def show_pages(server: Server) -> None:
    """GET of a shopper's checklist and of a customer's survey."""
    where = server.addresses
    asked = {
        "bare": Request("/bare/"),
        f"checklist page of {where.questions} questions, signed in": Request(
            where.checklist, headers=(GREEK, ("Cookie", where.cookie))
        ),
        "customer's survey page of 12 questions": Request(where.survey, headers=(GREEK,)),
    }
    taken = medians({name: partial(_cpu_of, server, request) for name, request in asked.items()})
    bare = taken.pop("bare")
    for name, cpu in taken.items():
        unit = f"× the baseline's requests per second of CPU ({1 / cpu:.0f})"
        Figure(name, bare / cpu, unit, f"{BARE}: {1 / bare:.0f}", ">= 0.85").show()


def _cpu_of(server: Server, request: Request) -> float:
    server.take(lambda: request, 16)
    return server.take(lambda: request, TIMES).cpu / TIMES


def show_submissions(server: Server) -> None:
    """POST of a customer's answers, each stored durably before it is thanked for."""
    path = server.addresses.survey
    bare = partial(Request, "/bare/", "POST", headers=(FORM,))
    real = partial(Request, path, "POST", headers=(FORM,), status=303)
    taken = medians({"bare": partial(_rate_of, server, bare), "real": partial(_rate_of, server, real)})
    Figure(
        "customers' answers stored durably, 8 at a time",
        taken["real"] / taken["bare"],
        f"× the baseline's requests per second ({taken['real']:.0f})",
        f"{BARE}, sent the same form: {taken['bare']:.0f}",
        ">= 0.15",
    ).show()


def _rate_of(server: Server, make: Callable[..., Request]) -> float:
    server.take(lambda: make(body=answers()), 16)
    return TIMES / server.take(lambda: make(body=answers()), TIMES).wall


if __name__ == "__main__":
    with running() as started:
        show_pages(started)
        show_submissions(started)
