"""`make compat`: Odoo's own tests, with this suite's add-ons and without them."""
