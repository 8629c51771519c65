"""Crashes to come by area and hour of the week: plain rates, boosted trees, and who is believed."""
