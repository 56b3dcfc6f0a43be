"""UU (UU跑腿 V3): a signed text in an envelope, Baidu's points, a token for a price."""
