"""What a candidate passes through before it may be published, each gate with its reason."""
