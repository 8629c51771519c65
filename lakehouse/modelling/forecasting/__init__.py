"""Quantile forecasts of daily series: paths, bands, measures, contest, final model, card."""
