"""WeChat Pay APIv3 (api.mch.weixin.qq.com).

`fields` and `auth` say what a request must look like, `orders` and `refunds` own
the two state machines, the `*_api` modules answer one family of paths each,
`notification` builds what is sent to merchants. A new way to pay (native, H5,
payment code, partner) is a new body in `bodies` and a new `*_api` module; the
state machines stay.
"""
