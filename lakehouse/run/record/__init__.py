"""The record of models: which was live, going back, training again."""
