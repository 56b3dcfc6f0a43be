from . import delivery_rider_link
from . import delivery_task_cancel
from . import delivery_task_request
from . import delivery_task_switch
from . import delivery_task_tip
