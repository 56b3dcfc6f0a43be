"""Addresses outside of the API's table of operations, and what answers may be kept."""

IMAGE_ROUTE = "/wechat/image/<string:kind>/<int:record_id>/<string:file_name>"
PREVIEW_ROUTE = "/diner/"
PREVIEW_FILE_ROUTE = "/diner/<path:file_path>"
PREVIEW_CONFIG_ROUTE = "/diner/config.json"

# How long proxies and phones may keep an answer.
CACHE_MENU = "public, max-age=0, s-maxage=10, must-revalidate"
CACHE_FOREVER = "public, max-age=31536000, immutable"
CACHE_AVAILABILITY = "public, max-age=0, s-maxage=2"
CACHE_REVALIDATE = "no-cache"
CACHE_OWN_ORDER = "private, no-cache"
