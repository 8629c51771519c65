"""How right and how timely the feeds are, and what waits in quarantine."""
