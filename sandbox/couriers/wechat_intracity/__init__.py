"""WeChat intra-city delivery (微信同城配送): behind the open API's access token."""
