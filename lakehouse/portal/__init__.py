"""The page that a city's run publishes, for people who decide."""

from lakehouse.portal.data import PageData, Source
from lakehouse.portal.page import page

__all__ = ["PageData", "Source", "page"]
