"""What a basket costs: pure rules over a compiled menu, without Odoo.

The menu of a store is compiled once (see `wechat.menu.compiler`) into a
:class:`catalog.Catalog`. Quote and order both price a basket with :func:`basket.price`,
so a quote is what the order will cost, to the fen.
"""
