-- A copy of a database must not speak for the shop: forget the secrets of WeChat.
UPDATE wechat_account
   SET app_secret = NULL,
       access_token = NULL,
       access_token_expires_at = NULL;
