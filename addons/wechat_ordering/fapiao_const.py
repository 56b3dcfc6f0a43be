"""Tables about fapiao (发票), the invoices that Chinese guests ask for. No logic."""

# Every state of a request, with the label staff see.
FAPIAO_STATES = [
    ("requested", "To issue"),
    ("issued", "Issued"),
    ("changed", "Amount changed since"),
    ("refused", "Declined"),
    ("withdrawn", "Withdrawn"),
]

# Which of them may follow which. ARCHITECTURE.md shows the same as a picture.
FAPIAO_MOVES = {
    "requested": {"issued", "refused", "withdrawn"},
    # Money went back: the fapiao is to be reversed (红冲) and issued anew.
    "issued": {"changed"},
    "changed": {"issued"},
    # A guest may correct what was wrong and ask again.
    "refused": {"requested"},
    "withdrawn": {"requested"},
}

FAPIAO_KINDS = [("individual", "Individual"), ("company", "Company")]

# How long after the order a guest can ask on the phone.
REQUEST_DAYS = 180
