-- The sandbox's whole memory. Money is integer fen, times are seconds since 1970.
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS users (
    appid TEXT NOT NULL, openid TEXT NOT NULL, name TEXT NOT NULL, session_key TEXT NOT NULL,
    unionid TEXT, phone TEXT, seen_at REAL, is_high_risk INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (appid, openid), UNIQUE (appid, name));
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, kind TEXT NOT NULL, appid TEXT NOT NULL, openid TEXT NOT NULL,
    expires_at REAL NOT NULL, used_at REAL);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, appid TEXT NOT NULL, issued_at REAL NOT NULL, expires_at REAL NOT NULL,
    is_forced INTEGER NOT NULL DEFAULT 0, is_current INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS consents (
    appid TEXT NOT NULL, openid TEXT NOT NULL, template_id TEXT NOT NULL, remaining INTEGER NOT NULL,
    PRIMARY KEY (appid, openid, template_id));
CREATE TABLE IF NOT EXISTS templates (
    appid TEXT NOT NULL, template_id TEXT NOT NULL, title TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (appid, template_id));
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, appid TEXT NOT NULL, openid TEXT NOT NULL, template_id TEXT NOT NULL,
    page TEXT, data TEXT NOT NULL, sent_at REAL NOT NULL);

CREATE TABLE IF NOT EXISTS orders (
    mchid TEXT NOT NULL, out_trade_no TEXT NOT NULL, appid TEXT NOT NULL, openid TEXT,
    trade_type TEXT NOT NULL, state TEXT NOT NULL, total_fen INTEGER NOT NULL, currency TEXT NOT NULL,
    description TEXT NOT NULL, attach TEXT, notify_url TEXT, device_id TEXT, request TEXT NOT NULL,
    transaction_id TEXT UNIQUE, created_at REAL NOT NULL, expires_at REAL NOT NULL,
    paid_at REAL, closed_at REAL, close_reason TEXT,
    -- Partner mode: `mchid` is the sub-merchant, whose money it is.
    sp_mchid TEXT, sp_appid TEXT, sub_appid TEXT, sp_openid TEXT,
    fee_fen INTEGER NOT NULL DEFAULT 0, fee_rate INTEGER NOT NULL DEFAULT 0,
    -- Payment codes: what the payer is about to do, and when.
    payer_plan TEXT, payer_due_at REAL, reversed_at REAL,
    PRIMARY KEY (mchid, out_trade_no));
CREATE INDEX IF NOT EXISTS orders_open ON orders (expires_at) WHERE state = 'NOTPAY';
CREATE INDEX IF NOT EXISTS orders_paying ON orders (expires_at) WHERE state = 'USERPAYING';
CREATE INDEX IF NOT EXISTS orders_number ON orders (out_trade_no);
CREATE INDEX IF NOT EXISTS orders_paid ON orders (mchid, paid_at);
CREATE TABLE IF NOT EXISTS prepays (
    prepay_id TEXT PRIMARY KEY, mchid TEXT NOT NULL, out_trade_no TEXT NOT NULL, created_at REAL NOT NULL,
    kind TEXT NOT NULL DEFAULT 'prepay_id');
CREATE TABLE IF NOT EXISTS auth_codes (
    auth_code TEXT PRIMARY KEY, appid TEXT NOT NULL, openid TEXT NOT NULL, course TEXT NOT NULL,
    expires_at REAL, mchid TEXT, out_trade_no TEXT, used_at REAL);
CREATE INDEX IF NOT EXISTS auth_codes_of_order ON auth_codes (mchid, out_trade_no);
CREATE TABLE IF NOT EXISTS refunds (
    mchid TEXT NOT NULL, out_refund_no TEXT NOT NULL, refund_id TEXT NOT NULL UNIQUE,
    out_trade_no TEXT NOT NULL, refund_fen INTEGER NOT NULL, status TEXT NOT NULL, outcome TEXT NOT NULL,
    notify_url TEXT, request TEXT NOT NULL, created_at REAL NOT NULL, due_at REAL, finished_at REAL,
    fee_fen INTEGER NOT NULL DEFAULT 0, account TEXT, channel TEXT NOT NULL DEFAULT 'ORIGINAL',
    PRIMARY KEY (mchid, out_refund_no));
CREATE INDEX IF NOT EXISTS refunds_of_order ON refunds (mchid, out_trade_no);
CREATE INDEX IF NOT EXISTS refunds_due ON refunds (due_at) WHERE status = 'PROCESSING';

-- Every movement of a merchant's money: the fund-flow bill is made from it.
CREATE TABLE IF NOT EXISTS movements (
    id INTEGER PRIMARY KEY, mchid TEXT NOT NULL, account TEXT NOT NULL, at REAL NOT NULL,
    kind TEXT NOT NULL, fen INTEGER NOT NULL, business_no TEXT NOT NULL, flow_no TEXT NOT NULL,
    voucher_no TEXT NOT NULL, remark TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS movements_of_day ON movements (mchid, account, at, fen);

CREATE TABLE IF NOT EXISTS bill_files (
    token TEXT PRIMARY KEY, mchid TEXT NOT NULL, expires_at REAL NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS orders_reversed ON orders (mchid, reversed_at) WHERE reversed_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS refunds_of_day ON refunds (created_at);

CREATE TABLE IF NOT EXISTS notifications (
    id TEXT PRIMARY KEY, mchid TEXT NOT NULL, out_trade_no TEXT NOT NULL, event_type TEXT NOT NULL,
    notify_url TEXT NOT NULL, resource TEXT NOT NULL, created_at REAL NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, due_at REAL, faults TEXT NOT NULL DEFAULT '[]',
    repeats INTEGER NOT NULL DEFAULT 0, last_result TEXT);
CREATE INDEX IF NOT EXISTS notifications_due ON notifications (due_at) WHERE state IN ('pending', 'reordered');
CREATE INDEX IF NOT EXISTS notifications_of_order ON notifications (out_trade_no);

CREATE TABLE IF NOT EXISTS shipments (
    transaction_id TEXT PRIMARY KEY, request TEXT NOT NULL, uploaded_at REAL NOT NULL,
    is_complete INTEGER NOT NULL, reships INTEGER NOT NULL DEFAULT 0);

CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, fault TEXT NOT NULL, api TEXT, out_trade_no TEXT,
    remaining INTEGER, params TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, direction TEXT NOT NULL, api TEXT NOT NULL,
    method TEXT NOT NULL, target TEXT NOT NULL, status INTEGER, verdict TEXT NOT NULL, error TEXT,
    faults TEXT, out_trade_no TEXT, duration_ms REAL, request TEXT, response TEXT);
CREATE INDEX IF NOT EXISTS calls_of_order ON calls (out_trade_no);
