"""MLflow as the record of models, with the ledger of every move."""
