"""Make the web bundles people open first, so that their first page is quick."""

qweb = env["ir.qweb"].sudo()
for name in ("web.assets_web", "web.assets_frontend", "point_of_sale.assets_prod"):
    qweb._get_asset_bundle(name, css=False, js=True).js()
    qweb._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
