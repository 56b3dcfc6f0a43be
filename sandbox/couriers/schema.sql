-- The couriers' memory. Money is integer fen, times are seconds since 1970.
CREATE TABLE IF NOT EXISTS courier_shops (
    id INTEGER PRIMARY KEY, platform TEXT NOT NULL, account TEXT NOT NULL, shop_no TEXT NOT NULL,
    own_no TEXT, name TEXT NOT NULL, business INTEGER NOT NULL DEFAULT 1, city TEXT NOT NULL,
    address TEXT NOT NULL, lng REAL NOT NULL, lat REAL NOT NULL, contact TEXT NOT NULL, phone TEXT NOT NULL,
    is_open INTEGER NOT NULL DEFAULT 1, UNIQUE (platform, account, shop_no));
CREATE TABLE IF NOT EXISTS courier_quotes (
    token TEXT PRIMARY KEY, platform TEXT NOT NULL, account TEXT NOT NULL, number TEXT NOT NULL,
    shop_id INTEGER NOT NULL, job TEXT NOT NULL, price TEXT NOT NULL, expires_at REAL NOT NULL, used_at REAL);
CREATE TABLE IF NOT EXISTS courier_orders (
    id INTEGER PRIMARY KEY, platform TEXT NOT NULL, account TEXT NOT NULL, shop_id INTEGER NOT NULL,
    number TEXT NOT NULL, run INTEGER NOT NULL, platform_no TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
    job TEXT NOT NULL, price TEXT NOT NULL, fee_fen INTEGER NOT NULL, tip_fen INTEGER NOT NULL DEFAULT 0,
    penalty_fen INTEGER NOT NULL DEFAULT 0, callback_url TEXT,
    created_at REAL NOT NULL, publish_at REAL NOT NULL, accepted_at REAL, arrived_at REAL, picked_at REAL,
    finished_at REAL, cancelled_at REAL, ready_at REAL, touched_at REAL NOT NULL,
    cancel_from INTEGER, cancel_reason TEXT, rider INTEGER, leg_at REAL, leg_s REAL,
    course TEXT NOT NULL DEFAULT '', is_auto INTEGER NOT NULL, next_action TEXT, next_at REAL,
    pickup_code TEXT NOT NULL, finish_code TEXT NOT NULL, track_token TEXT NOT NULL UNIQUE,
    UNIQUE (platform, account, shop_id, number, run));
CREATE INDEX IF NOT EXISTS courier_orders_due ON courier_orders (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS courier_orders_number ON courier_orders (number);
CREATE TABLE IF NOT EXISTS courier_tips (
    id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, serial TEXT, fen INTEGER NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS courier_tips_of_order ON courier_tips (order_id);
CREATE TABLE IF NOT EXISTS courier_notes (
    id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL,
    content TEXT NOT NULL DEFAULT '', due_at REAL, answer TEXT, answered_at REAL);
CREATE INDEX IF NOT EXISTS courier_notes_of_order ON courier_notes (order_id);
-- Every movement of a merchant's prepaid account: charges are negative.
CREATE TABLE IF NOT EXISTS courier_movements (
    id INTEGER PRIMARY KEY, platform TEXT NOT NULL, account TEXT NOT NULL, order_id INTEGER,
    number TEXT NOT NULL DEFAULT '', at REAL NOT NULL, kind TEXT NOT NULL, fen INTEGER NOT NULL,
    flow_no TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS courier_movements_of_account ON courier_movements (platform, account, at);
-- What happened, in the platform's own words, and how it reached the merchant.
CREATE TABLE IF NOT EXISTS courier_callbacks (
    id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, platform TEXT NOT NULL, account TEXT NOT NULL,
    out_trade_no TEXT NOT NULL, event_type TEXT NOT NULL, notify_url TEXT NOT NULL, content TEXT NOT NULL,
    created_at REAL NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due_at REAL,
    faults TEXT NOT NULL DEFAULT '[]', repeats INTEGER NOT NULL DEFAULT 0, last_result TEXT);
CREATE INDEX IF NOT EXISTS courier_callbacks_due ON courier_callbacks (due_at) WHERE state IN ('pending', 'reordered');
CREATE INDEX IF NOT EXISTS courier_callbacks_of_order ON courier_callbacks (order_id);
