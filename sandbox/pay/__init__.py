"""WeChat Pay APIv3 (api.mch.weixin.qq.com), and API v2's payment codes.

`auth` proves the caller, `fields` and `bodies` say what a request must look like,
`parties` whose order it is (a merchant's own, or a partner's for a sub-merchant).
`orders`, `codepay` and `refunds` own the state machines, `ledger` the money, `bills`
and `sheets` the files made of it. The `*_api` modules answer one family of paths each;
`notification` builds what `notifier` sends. `v2_door` and `v2_api` put the same orders
into API v2's words.
"""
