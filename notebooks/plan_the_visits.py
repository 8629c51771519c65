# %% [markdown]
# # Plan the visits of the coming weeks
# For planners. The list says what is likely; `what_fits` says which of it the hours reach, and
# `what_capacity_brings` what more hours would bring. pandas alone.

# %%
import os
from pathlib import Path

import pandas as pd

LIST, AREAS = "premises_to_inspect_first", "community_area"
city = os.environ.get("CITYLAKE_CITY", "sample")
published = Path(os.environ.get("CITYLAKE_WORK", "var")) / "published" / city
# The link is followed once: a newer release that comes out meanwhile changes nothing below.
latest = (published / "latest").resolve()
premises = pd.read_parquet(latest / f"{LIST}.parquet").rename(columns={"premises_id": "entity_id"})
fits = pd.read_parquet(latest / "what_fits.parquet").query("result == @LIST")
curve = pd.read_parquet(latest / "what_capacity_brings.parquet").query("result == @LIST")

# %% [markdown]
# What the hours bring, half of them, and half as many again.

# %%
shown = ["capacity", "taken", "benefit", "down_the_list", "gain"]
print(curve[curve["percent"].isin([50, 100, 150])][shown].round(1).to_string(index=False))

# %% [markdown]
# The visits by area, and those that ranking alone would not have reached.

# %%
visits = fits.merge(premises[["entity_id", "address", AREAS, "reason_1"]], on="entity_id")
print(
    f"visits that fit: {len(visits)}, of them not by rank alone: {(~visits['also_by_rank']).sum()}"
)
print(visits.groupby(AREAS, dropna=False).size().rename("visits").to_string())

# %% [markdown]
# One sheet for the crew, in the order of the list.

# %%
sheet = visits.sort_values("place")[["place", "name", "address", "uses", "reason_1"]]
print(sheet.head(10).to_string(index=False))
