from . import description
from . import image
from . import member
from . import menu
from . import order
from . import payment
from . import preview
from . import store
