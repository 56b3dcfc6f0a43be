"""The diner API's schemas: pure Python on pydantic, without Odoo."""
