"""Moving about a page with the keyboard alone, as somebody does who has no mouse."""

MOST_STOPS = 200

# Compares the looks of what has focus, and of the radio or tick box drawn beside it, with and without focus.
SHOWS_FOCUS = """
element => {
  const looks = (node, pseudo) => {
    const style = node ? getComputedStyle(node, pseudo) : {};
    return [style.outlineStyle, style.outlineColor, style.boxShadow, style.backgroundColor, style.borderColor];
  };
  const now = () => [looks(element), looks(element.nextElementSibling, "::before")].join();
  const box = element.getBoundingClientRect();
  const onScreen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
  const focused = now();
  element.blur();
  const plain = now();
  element.focus();
  return onScreen && focused !== plain;
}
"""
NAME = "element => element.outerHTML.slice(0, 120)"


def stops(page):
    """What Tab leads to, one by one, from the top of the page to its end."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
        yield page.evaluate_handle("document.activeElement").as_element()
    raise AssertionError(f"more than {MOST_STOPS} stops")


def shows_focus(stop):
    return stop.evaluate(SHOWS_FOCUS)


def name(stop):
    return stop.evaluate(NAME)


def tab_to(page, target):
    """Press Tab until `target` has focus; every stop on the way is visible."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate_handle("document.activeElement").as_element()
        assert shows_focus(stop), f"no visible focus on {name(stop)}"
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}")
