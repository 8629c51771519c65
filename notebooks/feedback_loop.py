# %% [markdown]
# # Does a list that learns from its own visits run away?
# A list sends visits where much was found before, and much is found where visits go. Ensign and
# others (2018) show that such a loop ends with all visits in one place, even where needs differ
# little. Here the sample city's own needs and habits are played for five years, four times: as it
# is, with a tenth of the visits by lot, with finds counted by how seldom a place is visited, and
# with both. No Spark, no lake: only the generator.

# %%
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from lakehouse.methods.feedback import misplaced, runaway, visit_shares
from lakehouse.sample.city import build_city
from lakehouse.sample.police_places import hazard, patrol

ARMS = {
    "as it is": (0.0, False),
    "a tenth by lot": (0.1, False),
    "corrected": (0.0, True),
    "both": (0.1, True),
}
SEEDS = range(1, 7)

# %% [markdown]
# What is plotted is the part of the visits that is not where the need is (total variation).

# %%
figure, axis = plt.subplots(figsize=(8, 4.5))
for (name, (share, corrected)), colour in zip(ARMS.items(), ("C3", "C1", "C0", "C2")):
    lines, slopes = [], []
    for seed in SEEDS:
        city = build_city(seed, 1.0)
        need = np.array([hazard(city, area) for area in city.areas])
        habit = np.array([patrol(city, area) for area in city.areas])
        made = visit_shares(
            *(need, 100 * habit * need / need.mean()),
            days=5 * 365,
            visits=24,
            random_share=share,
            corrected=corrected,
            seed=seed,
        )
        lines.append(misplaced(made, need))
        slopes.append(runaway(made, need)["slope"])
    for line in lines:
        axis.plot(np.arange(len(line)) / 365, line, color=colour, alpha=0.25, linewidth=0.8)
    axis.plot(np.arange(len(line)) / 365, np.mean(lines, axis=0), color=colour, label=name)
    print(f"{name}: {np.mean(slopes):+.3f} a year ({min(slopes):+.3f} to {max(slopes):+.3f})")
axis.set_xlabel("years")
axis.set_ylabel("visits that are not where the need is")
axis.set_ylim(0, None)
axis.legend(frameon=False)

# %%
target = Path("feedback_loop.png")
figure.savefig(target, dpi=120, bbox_inches="tight")
print(f"The figure is in {target.name}.")
