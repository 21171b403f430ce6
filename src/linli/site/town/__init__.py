"""The sample town: an invented street with its people and three months of matters, loaded once."""

from .cast import PASSWORD
from .loading import HOUSEHOLDS, load, sign_ins
from .tokens import token

__all__ = ["HOUSEHOLDS", "PASSWORD", "load", "sign_ins", "token"]
