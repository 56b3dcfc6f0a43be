{
    "name": "WeChat Base",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tools",
    "summary": "WeChat mini-program account, access token and safe remote calls",
    "description": " ",  # Non-empty string to avoid loading the README file.
    "author": "WeChat Ordering Suite maintainers",
    "license": "LGPL-3",
    "depends": ["base_setup", "bus", "mail", "queue_job"],
    "external_dependencies": {"python": ["cryptography", "requests", "wechatpy"]},
    "data": [
        "data/queue_job_channel_data.xml",
        "security/wechat_base_security.xml",
        "security/ir.model.access.csv",
        "views/wechat_account_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "installable": True,
}
