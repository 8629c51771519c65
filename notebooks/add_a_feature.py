# %% [markdown]
# # Add a feature and judge it
# A scientist's question: do burglaries of the last year, not only of the last 90 days, help to say
# which food premises will have a critical violation? The functions are those the jobs are made of.

# %%
from dataclasses import replace

import pandas as pd

from lakehouse.declare import Costly, Near, count
from lakehouse.modelling.learners import Logistic, ShrunkRate
from lakehouse.notebook import judge, open_lake

from jobs.risk.food_premises import food_premises
from jobs.risk.food_premises.features import PREMISES
from lakehouse.tables import city, police

lake = open_lake()

# %% [markdown]
# The feature is declared: what to count, how near, how far back, in words. It cannot see the future,
# because it is never handed a fact that was not known before the as-of day.

# %%
burglaries_year = count(
    "burglaries_year",
    police.burglary,
    Near(degrees=0.005),
    "burglaries within 500 m in the last year",
    days=365,
)

# %% [markdown]
# What no window says is a function: here the median of the days between visits. It is handed the columns
# it takes of the facts known before the day, and nothing else, once for each premises and as-of day.
# That is costly: every fact meets every later day, outside Spark.


# %%
def usual_gap(asked, known):
    """Median days between the visits of one premises, missing before the second."""
    gaps = pd.to_datetime(known["visited_on"]).diff().dt.days.dropna()
    return [gaps.median() if len(gaps) else None] * len(asked)


usual_days = Costly(
    "usual_days",
    "median days between earlier visits",
    city.food_visit,
    usual_gap,
    link=("premises_id",),
    takes=("visited_on",),
)

# %% [markdown]
# The question stays the same; only the features and the candidates change.

# %%
question = replace(
    food_premises,
    features=(*food_premises.features, burglaries_year, usual_days),
    candidates={
        "past critical violations per visit": lambda: ShrunkRate("critical_visits", "visits", 2),
        "as it is": lambda: Logistic(C=0.001, columns=PREMISES),
        "with burglaries": lambda: Logistic(C=0.001, columns=(*PREMISES, "burglaries_year")),
        "with usual days": lambda: Logistic(C=0.001, columns=(*PREMISES, "usual_days")),
    },
)
played = judge(lake, question)

# %% [markdown]
# Who won, and by how much on windows that were not seen.

# %%
print(played.verdict)
shown = ["candidate", "value", "difference", "difference_low", "difference_high"]
print(played.summary[played.summary["measure"] == "auc"][shown].round(3).to_string(index=False))
