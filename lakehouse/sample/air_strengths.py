"""What fills the air of the sample city, as numbers chosen beforehand."""

from dataclasses import dataclass

from lakehouse.sample.parameters import planted


@dataclass(frozen=True)
class AirStrengths:
    """Levels as in Dutch cities (Compendium for the Living Environment); ties plainly chosen."""

    dust: float = planted(9.0, "usual fine dust (PM2.5), micrograms per cubic metre")
    winter: float = planted(0.30, "relative height of its yearly wave, its top in January")
    still_air: float = planted(-0.030, "log fine dust per km/h of wind over 18")
    ozone: float = planted(52.0, "usual ozone (highest 8 hours), micrograms per cubic metre")
    ozone_per_degree: float = planted(2.4, "more ozone per deg C of the mean over 10")
    drift: float = planted(0.0025, "log fine dust that the drifting gauge adds per day")
    drift_days: int = planted(240, "last days over which it drifts")
    station_sd: float = planted(0.12, "standard deviation of the stations' own log fine dust")
    dust_day_sd: float = planted(0.25, "sd of the day's log fine dust, common to all stations")
    dust_rest_sd: float = planted(0.10, "sd of the rest of it, of every reading by itself")
    ozone_day_sd: float = planted(9.0, "standard deviation of the day's ozone, common to all")
    ozone_rest_sd: float = planted(4.0, "sd of the rest of it, of every reading by itself")
    dust_limit: float = planted(15.0, "fine dust above which people are warned (WHO 2021)")
    ozone_limit: float = planted(100.0, "ozone above which people are warned (WHO 2021)")


STRENGTHS = AirStrengths()
