"""Which intersections will see the coming year's injury crashes of people walking and cycling."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Capture, Column, Derived, Feature, Gates, Near, Ranking, Table, count
from lakehouse.modelling.learners import BoostedTrees, EmpiricalBayes, RankBy
from lakehouse.tables import city, risk, transport
from lakehouse.transform.spans import covered_spans

CRASH, CORRIDOR = transport.pedestrian_cyclist_crash, city.corridor_crash
HURT = "worst_injury != 'none'"
# With less on record a list would be learnt from places that all look alike.
DAYS_ON_RECORD = 360
AROUND = Near(degrees=0.0075, bandwidth=0.0025)
HERE, PLACE = ("intersection_id",), ("latitude", "longitude")


def history(pedestrian_cyclist_crash: DataFrame, intersection: DataFrame, as_of: date) -> DataFrame:
    """Every intersection in every year before the day, with its injury crashes, mostly none.

    Years are counted back from the day, those that the record covers; what of the last one was
    not known before it is lacking.
    """
    known = pedestrian_cyclist_crash.where(F.col("known_at") < F.lit(as_of))
    years = covered_spans(known, as_of, 12, DAYS_ON_RECORD)
    inside = F.expr("happened_on >= starts and happened_on < ends")
    crashes = (
        known.where(f"{HURT} and intersection_id is not null")
        .join(F.broadcast(years), inside)
        .groupBy("intersection_id", "starts")
        .agg(F.count("*").cast("int").alias("outcome"))
    )
    cases = placed(intersection.crossJoin(F.broadcast(years)), "known_at < starts")
    return cases.join(crashes, ["intersection_id", "starts"], "left").select(
        F.col("intersection_id").cast("string").alias("case_id"),
        *("intersection_id", *PLACE),
        F.col("starts").alias("happened_on"),
        F.date_sub("ends", 1).alias("known_at"),
        F.coalesce("outcome", F.lit(0)).alias("outcome"),
    )


def waiting(intersection: DataFrame, as_of: date) -> DataFrame:
    """Every intersection: one where nobody was hit yet has an expected number too, a small one."""
    none = F.lit(None).cast("string").alias("why_no_score")
    return placed(intersection, f"known_at < date '{as_of}'").select(HERE[0], *PLACE, none)


def placed(cases: DataFrame, told: str) -> DataFrame:
    """Cases without their place where no crash before the day had told it."""
    return cases.withColumns({x: F.when(F.expr(told), F.col(x)) for x in PLACE})


def faded(
    name: str, weight: str, where: str, *, of: Table = CRASH, link: tuple[str, ...] | Near = HERE
) -> Feature:
    """A sum in which a fact of a year earlier counts 0.9 times as much, for :func:`rate`."""
    age = "datediff(as_of, happened_on) / 365.25"
    take = f"sum(cast(round(1e9 * {weight} * pow(0.9, {age})) as bigint)) {{rows}} / 1e9"
    return Feature(name, "fading sum", of, take, link, where=where, empty=0, learn=False)


def rate(name: str, meaning: str, of: str) -> Derived:
    """A fading sum per fading year on record."""
    return Derived(name, meaning, f"{of} / faded_years")


def last(years: int, words: str) -> Feature:
    """Injury crashes at the intersection in the last years."""
    name = f"last_{words.replace(' ', '_')}"
    since = f"{HURT} and happened_on >= add_months(as_of, {-12 * years})"
    return count(name, CRASH, HERE, f"injury crashes here in the last {words}", where=since)


BACK = "floor(months_between(as_of, date_add(happened_on, 1)) / 12)"
WEIGHTED = f"sum(cast(round(1e9 * pow(0.8, {BACK})) as bigint)) {{rows}} / 1e9"
RECORD = "datediff(as_of, min(happened_on) {rows}) / 365.25"
OWN = (
    *(last(1, "year"), last(3, "three years")),
    count("all_years", CRASH, HERE, "injury crashes here on record", where=HURT),
    Feature("weighted", "0.8 per year", CRASH, WEIGHTED, HERE, where=HURT, empty=0, learn=False),
    Feature("record_years", "years on record", CRASH, RECORD, (), learn=False),
)
FADED = (
    faded("faded_crashes", "1", HURT),
    faded("faded_walkers", "1", f"{HURT} and kind = 'pedestrian'"),
    faded("faded_cyclists", "1", f"{HURT} and kind = 'cyclist'"),
    faded("faded_severe", "1", "worst_injury in ('fatal', 'incapacitating')"),
    faded("faded_around", "weight", HURT, link=AROUND),
    faded("faded_between", "weight", f"{HURT} and intersection_id is null", link=AROUND),
    *(
        faded(
            f"faded_{reach}_{place}",
            f"exp(-metres * metres / {2 * metres**2})",
            f"street_place = {place}",
            of=CORRIDOR,
        )
        for reach, metres in (("street", 1000), ("block", 250))
        for place in (1, 2)
    ),
)
MADE = (
    Derived("faded_years", "years on record, fading", "(1 - pow(0.9, record_years)) / -ln(0.9)"),
    Derived(
        "weighted_rate",
        "injury crashes here a year, each back counting 0.8 times",
        "0.2 * weighted / (1 - pow(0.8, record_years))",
    ),
    Derived("mean_rate", "injury crashes here a year, all years alike", "all_years / record_years"),
    rate("crash_rate", "injury crashes here a year, older ones counting less", "faded_crashes"),
    rate("walker_rate", "people walking hurt here, crashes a year", "faded_walkers"),
    rate("cyclist_rate", "people cycling hurt here, crashes a year", "faded_cyclists"),
    rate("severe_rate", "fatal or incapacitating crashes here a year", "faded_severe"),
    rate("around", "injury crashes close by a year", "greatest(0, faded_around - faded_crashes)"),
    rate("between", "injury crashes close by between intersections, a year", "faded_between"),
    *(
        rate(
            f"{reach}_{which}",
            f"injury crashes a year {where} the {which} of its streets",
            f"{take}(faded_{reach}_1, faded_{reach}_2)",
        )
        for reach, where in (("street", "further along"), ("block", "next along"))
        for which, take in (("busier", "greatest"), ("quieter", "least"))
    ),
)
AREA = ("street_busier", "street_quieter", "block_busier", "block_quieter", "around")
RATES = ("weighted_rate", "crash_rate", "mean_rate", "walker_rate", "cyclist_rate", "severe_rate")
SITE = ("last_year", "last_three_years", *RATES)

intersection_crash = Ranking(
    name="intersection_crash",
    asks="Which intersections will see next year's injury crashes of people walking and cycling?",
    about="intersection_id",
    owner="Transport",
    reads=(CRASH, city.intersection, CORRIDOR),
    history=history,
    waiting=waiting,
    carries=(
        Column("intersection_id", "int", "The intersection."),
        *(Column(x, "double", f"{x.title()} in degrees, once a crash told it.") for x in PLACE),
    ),
    counts="Crashes at the intersection within a year that hurt somebody walking or cycling.",
    judged_by=Capture(0.05, ("last three years", "all years weighted 0.8 per year back")),
    # Tens of thousands of cases tell a slope to a hundredth: what matters is that it is near 1.
    gates=Gates(slope_within=(0.8, 1.25)),
    months=12,
    features=(*OWN, *FADED, *MADE),
    candidates={
        "last three years": lambda: RankBy("last_three_years"),
        "all years": lambda: RankBy("mean_rate"),
        "all years weighted 0.8 per year back": lambda: RankBy("weighted_rate"),
        "empirical Bayes": lambda: EmpiricalBayes("crash_rate", "faded_years", AREA),
        "boosted trees": lambda: BoostedTrees(
            *(300, 2, 0.05, 30), counts=True, columns=(*SITE, *AREA, "between")
        ),
    },
    left_out={
        "crashes without injury": "From 2018 another department records five times as many.",
        "how many drive, walk and cycle": "No department delivers it for intersections.",
        "crash counts of places": "They repeat the crashes themselves, and end earlier.",
    },
    limits=(
        "Traffic is unknown: what happens along the same streets stands for it.",
        "Only crashes that the police placed at an intersection count.",
        "It says where people will be hurt, not which measure would prevent it.",
    ),
    writes=risk.intersection_crash,
    trials=risk.intersection_crash_trials,
)
