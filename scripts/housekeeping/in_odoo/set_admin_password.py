"""Give the administrator of a real database a password of its own."""

import os

env.ref("base.user_admin").password = os.environ["ADMIN_PASSWORD"]
env.cr.commit()
