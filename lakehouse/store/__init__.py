"""The only doors: Spark, Delta, files of departments, MLflow, the run log."""
