from . import answers, loading

__all__ = ["answers", "loading"]
