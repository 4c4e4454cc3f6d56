"""Which modules a page's script needs: the browser hears it at once, and need not find out one by one."""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

IMPORT = re.compile(r'^(?:import|export)\b[^";]*"(\.[^"]+)"', re.MULTILINE)


@lru_cache(maxsize=16)
def modules_behind(static: Path, entry: str) -> tuple[str, ...]:
    """The modules that `entry` (`js/visit.js`) imports, directly or not, by their names below `static`."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        script = (static / name).read_text("utf-8")
        here = PurePosixPath(name).parent
        new = [_joined(here, relative) for relative in IMPORT.findall(script)]
        waiting += [module for module in new if module not in found]
        found.update(dict.fromkeys(new))
    return tuple(found)


def _joined(here: PurePosixPath, relative: str) -> str:
    parts: list[str] = list(here.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
