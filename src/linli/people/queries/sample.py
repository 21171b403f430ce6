"""Is this the sample town?"""

from linli.kernel import stamp


def sample_town() -> bool:
    """True when the invented town was loaded: codes are shown on a page, a second factor is not forced."""
    return stamp.version(stamp.SAMPLE_TOWN) > 0
