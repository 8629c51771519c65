# %% [markdown]
# # Look at a feed from its file to its table
# For data engineers. What landed, what was held back and by which rule, how late it is, and one job
# computed into a scratch schema, where nobody's table changes.

# %%
from pyspark.sql import functions as F

from jobs.city.food_premises import food_premises
from lakehouse.notebook import compute, open_lake
from lakehouse.tables import governance, health

FEED = "food_inspection"
lake = open_lake()
files = lake.frame(governance.delivery).query("feed == @FEED")
print(f"files of {FEED}: {len(files)}")
print(files[["delivered", "good", "quarantined"]].sum().to_string())

# %% [markdown]
# Which promise is broken most often, of all that were counted.

# %%
rules = lake.frame(governance.quality)
print(rules.head(5).to_string(index=False))

# %% [markdown]
# The rows by month, straight from the department's table.

# %%
months = lake.read(health.food_inspection).groupBy(
    F.date_trunc("month", "inspected_on").alias("month")
)
months.count().orderBy(F.desc("month")).show(3)

# %% [markdown]
# A job is a function: computed here as the run does, kept beside the lake's own tables.

# %%
made = compute(lake, food_premises)
print(f"computed: {made.count()} premises in {len(made.columns)} columns, checked like any table")
