from . import test_account
from . import test_database_kind
from . import test_fields
from . import test_hint
from . import test_intent
from . import test_masking
from . import test_money
from . import test_retry
