"""The older API of WeChat Pay, for payment codes of merchants without v3's."""

from .client import V2Client
from .signing import HMAC_SHA256, MD5
