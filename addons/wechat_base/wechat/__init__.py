"""Pure Python client of WeChat's open API: no Odoo, no database, no clock."""
