"""What the words of an answer cover. Reads no database."""


def coverage(parts, sub_answers):
    """How many of the sub-recommendations are answered, and how many there are: (3, 6).

    Counts those without a parent; one with parts is answered by its own words, or by all of its parts'.
    """
    answered = {label for label, text in sub_answers.items() if text.strip()}
    tops = [part for part in parts if part.parent_id is None]
    return sum(_is_answered(top, parts, answered) for top in tops), len(tops)


def _is_answered(top, parts, answered):
    inner = [part.label for part in parts if part.parent_id == top.pk]
    return top.label in answered or (bool(inner) and answered.issuperset(inner))
