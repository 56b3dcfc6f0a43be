"""What happens when the add-on is removed."""


def uninstall_hook(env):
    """Take away the function that guarded the log of messages."""
    # With the tables go the triggers, not the functions they call.
    env.cr.execute("DROP FUNCTION IF EXISTS delivery_event_guard CASCADE")
