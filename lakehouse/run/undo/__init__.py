"""What a run changed, put back as it was before."""
