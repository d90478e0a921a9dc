from . import answers, dependencies, events, evidence, loading, people

__all__ = ["answers", "dependencies", "events", "evidence", "loading", "people"]
