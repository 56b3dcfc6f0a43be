"""WeChat's open API for mini-programs (api.weixin.qq.com).

One module for each family of paths. `door` checks what they share: method, access
token, JSON; errors travel as `errcode` in an answer of status 200.
"""
