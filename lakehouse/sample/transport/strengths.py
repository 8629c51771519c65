"""What is planted in the transport department's deliveries, and where the numbers come from."""

from dataclasses import dataclass

from lakehouse.sample.parameters import planted


@dataclass(frozen=True)
class TransportStrengths:
    """Exposure, sites and measures; rates are crashes a year, before season, weekday and rain.

    Segments: exponents of traffic and length as on Washington's two-lane roads, 2016-17 (MASS's
    glm.nb: 1.097 and 0.768); over-dispersion k near the lower end of the urban arterials of the
    Highway Safety Manual (2010, chapter 12: 0.66 to 1.32). Intersections: exponents of its
    four-leg stop-controlled model (chapter 10: 0.60 and 0.61), k between its 0.24 (four legs)
    and 0.54 (three). Walking and cycling: exponent of motor traffic from the meta-analysis of
    Elvik and Bjornskau (2017, Safety Science 92: 0.50); its k is larger, because how many walk
    and cycle is in no file. Rain: chosen within the review of Theofilatos and Yannis (2014,
    Accident Analysis and Prevention 72). Measure: chosen between area-wide calming (Elvik 2001:
    -15 %) and roundabouts (Elvik 2003: -30 to -50 %). The rest is plainly chosen.
    """

    segment_rate: float = planted(0.80, "crashes a year on a mean block with 5,000 vehicles a day")
    volume_exponent: float = planted(1.10, "log crashes per log of segment traffic")
    length_exponent: float = planted(0.77, "log crashes per log of segment length")
    segment_dispersion: float = planted(0.60, "k of segments: variance of the gamma site effect")
    node_rate: float = planted(0.70, "crashes a year where 5,000 meet 5,000 vehicles a day")
    major_exponent: float = planted(0.60, "log crashes per log traffic of the busier street")
    minor_exponent: float = planted(0.61, "log crashes per log traffic of the quieter street")
    node_dispersion: float = planted(0.40, "k of intersections, motor vehicles only")
    walker_rate: float = planted(0.40, "crashes of walkers and cyclists a year, 5,000 and 5,000")
    walker_exponent: float = planted(0.50, "log such crashes per log of the streets' traffic")
    walker_dispersion: float = planted(0.80, "k of intersections, walkers and cyclists")
    between_share: float = planted(0.05, "share of segment crashes that hit a walker or cyclist")
    neighbourhood: float = planted(0.25, "log crashes per sd of the neighbourhood's `traffic`")
    wet_day: float = planted(1.25, "crashes on a wet day to those on a dry one")
    season: float = planted(0.08, "relative height of the yearly wave, top in November")
    measure_effect: float = planted(0.70, "crashes after a raised junction to those without it")
    placebo_effect: float = planted(1.00, "the same of repainting: it changes nothing")
    count_error: float = planted(0.12, "sd of the log error of counted traffic")
    bottleneck: float = planted(0.45, "speed at the bottleneck, weekdays 16 to 19, to the usual")
    wet_speed: float = planted(0.96, "speed in hours of a wet day to that of a dry one")
    short_memory: float = planted(0.80, "correlation of the short-term part over 15 minutes")
    short_speed: float = planted(2.0, "sd of the short-term part of a quarter hour's speed, km/h")
    quarter_missing: float = planted(0.01, "share of quarter hours that never arrive")
    black_spot_share: float = planted(0.05, "share of sites with the largest excess: black spots")


STRENGTHS = TransportStrengths()
