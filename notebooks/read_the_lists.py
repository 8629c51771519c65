# %% [markdown]
# # Read the lists with pandas alone
# For managers and whoever works for them. No Spark, no Java, nothing of CityLake: a release is a folder
# of files, and `latest` leads to the newest one.

# %%
import json
import os
from pathlib import Path

import pandas as pd

city = os.environ.get("CITYLAKE_CITY", "sample")
published = Path(os.environ.get("CITYLAKE_WORK", "var")) / "published" / city
# The link is followed once: a newer release that comes out meanwhile changes nothing below.
latest = (published / "latest").resolve()
release = json.loads((latest / "manifest.json").read_text())
print(f"release {release['name']} decides for {release['as_of']}")

# %% [markdown]
# Where first, why there, how sure: the ten first of a list.

# %%
premises = pd.read_parquet(latest / "premises_to_inspect_first.parquet")
first = premises[premises["rank"] <= 10].sort_values("rank")
print(
    first[["rank", "name", "probability_low", "probability_high", "reason_1"]].to_string(
        index=False
    )
)

# %% [markdown]
# What is missing: premises without a score, each with the reason; and how right the sources are.

# %%
print(premises.loc[premises["rank"].isna(), "why_no_score"].value_counts().to_string())
print(f"share of right rows in the worst source: {premises['source_quality'].min():.2%}")

# %% [markdown]
# What every column means stands in the release too.

# %%
words = pd.read_parquet(latest / "what_the_tables_mean.parquet")
asked = words[words["table_name"] == "published.premises_to_inspect_first"]
print(asked[["column_name", "meaning"]].head(8).to_string(index=False))
