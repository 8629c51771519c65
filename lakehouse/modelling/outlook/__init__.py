"""What every outlook shares: the contest as it is recorded, the gates of a loss, the card."""
