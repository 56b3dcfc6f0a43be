-- A copy of the database must not be entered with what phones hold for the real one.
DELETE FROM wechat_refresh_token;
