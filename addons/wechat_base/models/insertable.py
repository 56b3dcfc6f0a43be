"""Rows that are inserted without the ORM, as its `create` would write them.

For the few rows that every diner waits for. Every value is known there, nobody follows
the record yet, and `create` would take longer than all the rest. What another add-on
adds to the model is kept: its defaults are filled in, its stored computed fields are
computed by Odoo afterwards; code in its `create` is passed by.
See docs/adr/0012-orders-are-inserted-in-one-statement.md.
"""

from odoo import api, models, tools
from odoo.tools import SQL


class WechatInsertable(models.AbstractModel):
    """Knows what a row needs besides the values somebody has for it."""

    _name = "wechat.insertable"
    _description = "Rows That Are Inserted"

    @api.model
    def _wechat_make_row(self, vals):
        """Return a whole row: defaults, who makes it and when, and what is given.

        :param dict vals: Column values.
        :rtype: dict
        """
        now = self.env.cr.now()
        return {
            **self._wechat_get_insert_defaults(),
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": now,
            "write_date": now,
            **vals,
        }

    @api.model
    def _wechat_make_insert(self, rows):
        """Return the statement that inserts rows which all have the same columns.

        :param list rows: See :meth:`_wechat_make_row`.
        :rtype: SQL
        """
        names = list(rows[0])
        return SQL(
            "INSERT INTO %s (%s) VALUES %s",
            SQL.identifier(self._table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(tuple(row[name] for name in names) for row in rows),
        )

    @api.model
    @tools.ormcache()
    def _wechat_get_insert_defaults(self):
        """Return the default of each column that has one.

        :rtype: dict
        """
        names = [name for name, field in self._fields.items() if _is_column(field)]
        empty = self.browse()
        return {
            name: self._fields[name].convert_to_column_insert(value, empty)
            for name, value in self.default_get(names).items()
        }

    def _wechat_compute_the_rest(self, row):
        """Let Odoo compute the stored fields that a row has no value for.

        :param dict row: What was inserted.
        """
        for name in self._wechat_get_computed_columns() - row.keys():
            self.env.add_to_compute(self._fields[name], self)

    @api.model
    @tools.ormcache()
    def _wechat_get_computed_columns(self):
        """Return the names of the stored fields that are computed."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if _is_column(field) and field.compute
        )


def _is_column(field):
    return field.store and field.column_type and field.name != "id"
