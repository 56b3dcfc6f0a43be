"""WeChat's own intra-city delivery (微信同城配送): Dada and SF behind one account."""

from . import const
from .client import WechatIntracity

CARRIER = WechatIntracity
