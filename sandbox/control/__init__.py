"""The control plane: the phone's side, the faults, the clock, what was seen.

Only this machine may use it. `phone_api` plays the WeChat client, `steering_api`
orders faults and moves time, `inspection_api` shows what happened.
"""
