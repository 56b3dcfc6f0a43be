from . import test_kitchen
