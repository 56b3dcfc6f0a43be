"""What a row of a model needs besides the values that somebody has for it."""

from odoo import api, models, tools


class WechatInsertable(models.AbstractModel):
    """Knows what a row needs besides the values somebody has for it."""

    _name = "wechat.insertable"
    _description = "Rows That Are Inserted"

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
