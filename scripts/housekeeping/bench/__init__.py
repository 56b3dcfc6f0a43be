"""`make bench`: this suite beside Odoo's own self-ordering, on the same machine."""
