from . import test_api_image
from . import test_api_login
from . import test_api_preview
from . import test_api_protocol
from . import test_api_rate_limit
from . import test_api_upstream
from . import test_kitchen
from . import test_setup
