# %% [markdown]
# # From a question to a registered model with its card
# For scientists. Which food premises will fail their next routine visit, whatever for? The question is
# like the city's own of critical violations; cohort, features and candidates are what changes.

# %%
from dataclasses import replace

from pyspark.sql import functions as F

from jobs.risk.food_premises import food_premises
from lakehouse.declare import count, days_since, latest, total
from lakehouse.modelling.learners import Logistic, ShrunkRate
from lakehouse.notebook import judge, open_lake, register
from lakehouse.tables import city

VISIT, BY = city.food_visit, "premises_id"


def history(food_visit):
    """Routine visits that took place at a premises with a licence in force."""
    visits = food_premises.history(food_visit).drop("outcome")
    failed = food_visit.select(F.col("inspection_id").alias("case_id"), "failed")
    return visits.join(failed, "case_id").withColumn("outcome", F.col("failed").cast("int"))


# %% [markdown]
# Each feature is a declared window over facts known before the day. The plain candidate is the bar.

# %%
question = replace(
    food_premises,
    asks="Which food premises will fail their next routine visit?",
    counts="The inspector's result is that the premises failed.",
    history=history,
    features=(
        count("visits", VISIT, BY, "earlier visits"),
        total("failures", VISIT, "failed", BY, "earlier visits that failed"),
        latest("failed_last", VISIT, "cast(failed as int)", BY, "the last visit failed (1 yes)"),
        days_since("days_since_visit", VISIT, BY, "days since the last visit"),
    ),
    candidates={
        "past failures per visit": lambda: ShrunkRate("failures", "visits", 2),
        "logistic regression": lambda: Logistic(C=0.01),
    },
)
lake = open_lake()
played = judge(lake, question)
print(played.verdict)

# %% [markdown]
# Every candidate becomes a run in MLflow, the winner a registered model. It answers no list: that is
# what a folder in `jobs/risk` is for.

# %%
version, card = register(lake, question, played, "try_food_failure")
print(f"registered: try_food_failure, version {version}")
print(card)
