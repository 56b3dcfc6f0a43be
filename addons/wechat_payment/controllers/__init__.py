from . import payment_page
from . import proof
from . import webhook
