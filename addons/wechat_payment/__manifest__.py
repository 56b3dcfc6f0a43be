{
    "name": "Payment Provider: WeChat Pay",
    "version": "19.0.1.0.0",
    "category": "Accounting/Payment Providers",
    "sequence": 350,
    "summary": "Payments with WeChat Pay (API v3) for POS orders",
    "description": " ",  # Non-empty string to avoid loading the README file.
    "author": "WeChat Ordering Suite maintainers",
    "license": "LGPL-3",
    "depends": ["wechat_base", "account_payment", "point_of_sale"],
    "external_dependencies": {"python": ["cryptography", "requests"]},
    "data": [
        "security/wechat_payment_security.xml",
        "security/ir.model.access.csv",
        "views/payment_provider_views.xml",
        "views/payment_transaction_views.xml",
        "data/payment_provider_data.xml",
        "data/queue_job_function_data.xml",
        "data/ir_cron_data.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "installable": True,
}
