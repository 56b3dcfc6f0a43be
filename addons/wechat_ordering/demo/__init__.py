from . import restaurant
from . import company
from . import shops
from . import stock
from . import people
