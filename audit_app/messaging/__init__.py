"""Mail: the only room that knows SMTP. It is handed finished letters and says what became of each."""

from audit_app.messaging.letter import BadLetter, Letter
from audit_app.messaging.sender import NotSent, Refused, Sender, Unsure

__all__ = ["BadLetter", "Letter", "NotSent", "Refused", "Sender", "Unsure"]
