from . import callback
from . import rider
