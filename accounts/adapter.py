from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: an admin adds people."""

    def is_open_for_signup(self, request):
        return False
