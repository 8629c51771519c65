"""What is planted in the transport department's deliveries, and where the numbers come from."""

from dataclasses import dataclass

from lakehouse.sample.parameters import planted


@dataclass(frozen=True)
class TransportStrengths:
    """Exposure, sites and measures; rates are crashes a year, before season, weekday and rain.

    Segments: exponents of traffic and length as on Washington's two-lane roads, 2016-17 (MASS's
    glm.nb: 1.097 and 0.768). Intersections: exponents of the Highway Safety Manual's four-leg
    stop-controlled model (2010, chapter 10: 0.60 and 0.61). Walking and cycling: exponent of
    motor traffic from the meta-analysis of Elvik and Bjornskau (2017, Safety Science 92: 0.50).
    Sites are alike but for a few black spots, so that what a site has of its own can be read from
    eight years of crashes; the over-dispersion k of all sites together is that of the Highway
    Safety Manual's urban streets (chapter 12: segments 0.66 to 1.32, intersections 0.33 to 1.14).
    Rain: chosen within the review of Theofilatos and Yannis (2014, Accident Analysis and
    Prevention 72). Measure: chosen between area-wide calming (Elvik 2001: -15 %) and roundabouts
    (Elvik 2003: -30 to -50 %). The rest is plainly chosen.
    """

    segment_rate: float = planted(0.65, "crashes a year on a mean block with 5,000 vehicles a day")
    volume_exponent: float = planted(1.10, "log crashes per log of segment traffic")
    length_exponent: float = planted(0.77, "log crashes per log of segment length")
    segment_dispersion: float = planted(0.04, "segments: variance of the gamma site effect")
    node_rate: float = planted(0.55, "crashes a year where 5,000 meet 5,000 vehicles a day")
    major_exponent: float = planted(0.60, "log crashes per log traffic of the busier street")
    minor_exponent: float = planted(0.61, "log crashes per log traffic of the quieter street")
    node_dispersion: float = planted(0.04, "the same of intersections, motor vehicles only")
    walker_rate: float = planted(0.35, "crashes of walkers and cyclists a year, 5,000 and 5,000")
    walker_exponent: float = planted(0.50, "log such crashes per log of the streets' traffic")
    walker_dispersion: float = planted(0.05, "the same of intersections, walkers and cyclists")
    arterial_spots: float = planted(0.06, "share of black spots among sites on arterials")
    collector_spots: float = planted(0.08, "the same of sites on collectors, on no arterial")
    local_spots: float = planted(0.03, "the same of sites on local streets alone")
    spot_multiple: float = planted(1.00, "more at a black spot, in multiples of what is explained")
    spot_segment: float = planted(3.00, "crashes a year more on a black segment, whatever traffic")
    spot_node: float = planted(1.80, "the same at a black intersection, motor vehicles only")
    spot_walkers: float = planted(1.00, "the same there, walkers and cyclists")
    between_share: float = planted(0.05, "share of segment crashes that hit a walker or cyclist")
    neighbourhood: float = planted(0.15, "log crashes per sd of the neighbourhood's `traffic`")
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


STRENGTHS = TransportStrengths()
