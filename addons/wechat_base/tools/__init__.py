from . import fields
from . import intent
from . import masking
from . import money
