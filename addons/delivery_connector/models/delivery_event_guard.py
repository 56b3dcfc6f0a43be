"""What keeps courier messages as they are, below Odoo: triggers in the database."""

from odoo import models
from odoo.tools import SQL

_ADDED_COLUMNS = "{outcome,processed_at,attempt_id}"

_GUARD = """
CREATE OR REPLACE FUNCTION delivery_event_guard() RETURNS trigger AS $guard$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.outcome IS NULL AND NEW.outcome IS NOT NULL
           AND to_jsonb(OLD) - %(added)s::text[] = to_jsonb(NEW) - %(added)s::text[]
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'courier messages are append-only: %% refused', TG_OP
          USING ERRCODE = 'insufficient_privilege';
END
$guard$ LANGUAGE plpgsql
"""


class DeliveryEvent(models.Model):
    """Courier messages, guarded by the database itself."""

    _inherit = "delivery.event"

    def init(self):
        """Override to set up the triggers whenever the add-on is loaded anew."""
        execute = self.env.cr.execute
        execute(SQL(_GUARD, added=_ADDED_COLUMNS))
        execute(
            """
            CREATE OR REPLACE TRIGGER delivery_event_guard
            BEFORE UPDATE OR DELETE ON delivery_event
            FOR EACH ROW EXECUTE FUNCTION delivery_event_guard();
            CREATE OR REPLACE TRIGGER delivery_event_guard_all
            BEFORE TRUNCATE ON delivery_event
            FOR EACH STATEMENT EXECUTE FUNCTION delivery_event_guard()
            """
        )
