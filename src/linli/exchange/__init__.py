"""互通: doors for other systems: Open311, webhooks, mail."""
