from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class SignInBackend(AuthenticationBackend):
    """Signs people in by email address. A demo account's password is public: outside demo mode it opens nothing,
    neither a new session nor one that was begun before.

    Not by `user_can_authenticate`: allauth signs in whoever that refuses and is active.
    """

    def authenticate(self, request, **credentials):
        return _unless_demo(super().authenticate(request, **credentials))

    def get_user(self, user_id):
        return _unless_demo(super().get_user(user_id))


def _unless_demo(user):
    if user and user.is_demo and not settings.DEMO:
        return None
    return user
