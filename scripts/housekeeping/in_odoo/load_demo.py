"""Load the demo restaurant, and write down its codes, users and addresses."""

import json
import os
import pathlib

facts = env["wechat.demo.restaurant"]._load()
env.cr.commit()
pathlib.Path(os.environ["DEMO_FILE"]).write_text(json.dumps(facts, indent=2))
