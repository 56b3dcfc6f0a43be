from . import controllers
from . import demo
from . import models
from . import wizards


def post_init_hook(env):
    """Give the POS configurations that are already there numbers without a lock."""
    env["pos.config"].with_context(active_test=False).search(
        []
    )._wechat_use_standard_sequences()
