"""Speeds of many detectors in the steps to come: the middle, a band around it, the plain ones."""
