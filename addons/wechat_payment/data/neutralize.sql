-- disable the wechatpay providers and forget their credentials
UPDATE payment_provider
   SET state = 'disabled',
       wechatpay_private_key = NULL,
       wechatpay_apiv3_key = NULL,
       wechatpay_v2_key = NULL
 WHERE code = 'wechatpay';
