"""The one way in which set-up gives up."""


class Stop(Exception):
    """Set-up cannot go on; the text says what to do."""
