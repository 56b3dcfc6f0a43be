from . import test_access_token
from . import test_callback
from . import test_concurrency
from . import test_engine
from . import test_own_rider
from . import test_security
from . import test_states
