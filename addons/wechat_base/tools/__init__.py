from . import fields
from . import hint
from . import intent
from . import masking
from . import money
from . import retry
