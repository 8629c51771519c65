"""The verbs: settings, catalogue, plan, land, run, show, status, explain."""
