"""The only doors: Spark, Delta, files of departments, MLflow, the run log."""

import os

# MLflow looks at these while it is imported, which only modules below do.
os.environ.setdefault("DO_NOT_TRACK", "true")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
