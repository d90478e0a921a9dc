from . import answers, dependencies, events, evidence, loading

__all__ = ["answers", "dependencies", "events", "evidence", "loading"]
