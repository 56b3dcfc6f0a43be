"""Keep files in the database and make all bundles, so that clones carry them."""

parameters = env["ir.config_parameter"].sudo()
parameters.set_param("ir_attachment.location", "db")
parameters.env["ir.attachment"].sudo().force_storage()
parameters.env["ir.qweb"]._pregenerate_assets_bundles()
parameters.env.cr.commit()
