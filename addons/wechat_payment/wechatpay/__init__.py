"""Pure Python client of WeChat Pay API v3: no Odoo, no clock, no network of its own."""
