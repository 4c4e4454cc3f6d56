"""What leaves the house for a bank or a bookkeeper: credit transfers and a table of what was paid."""

from audit_app.banking.bookkeeping import Entry, bookkeeping
from audit_app.banking.transfers import NotTransferable, Transfer, credit_transfers

__all__ = ["Entry", "NotTransferable", "Transfer", "bookkeeping", "credit_transfers"]
