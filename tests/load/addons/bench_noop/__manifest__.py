{
    "name": "Benchmark: a route that does nothing",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "WeChat Restaurant contributors",
    "website": "https://github.com/wechat-restaurant/wechat-restaurant",
    "license": "LGPL-3",
    "depends": ["web"],
    "installable": True,
}
