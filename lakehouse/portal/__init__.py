"""The pages that a city's run publishes, for people who decide."""

from lakehouse.portal.data import Outline, PageData, Source
from lakehouse.portal.pages import pages

__all__ = ["Outline", "PageData", "Source", "pages"]
