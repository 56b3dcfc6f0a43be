from . import proof
from . import webhook
