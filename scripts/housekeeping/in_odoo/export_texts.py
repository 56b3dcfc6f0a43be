"""Write the translation template (.pot) of each add-on named in ADDONS into FOLDER."""

import io
import os
import pathlib

from odoo.tools.translate import trans_export

for addon in os.environ["ADDONS"].split(","):
    buffer = io.BytesIO()
    trans_export(None, [addon], buffer, "po", env)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    # Dates would change the file without a change of text.
    kept = [line for line in lines if "-Date: " not in line]
    pathlib.Path(os.environ["FOLDER"], f"{addon}.pot").write_text("".join(kept))
