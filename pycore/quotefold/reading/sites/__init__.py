"""The sites with an adapter, in the order in which they are asked."""

from typing import Final

from quotefold.reading.site import Site
from quotefold.reading.sites import digg

SITES: Final[tuple[Site, ...]] = (digg.SITE,)
