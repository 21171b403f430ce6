"""What people read where programs have a code: kinds of events and permissions; the site names them all."""

event_words: dict[str, object] = {}
permission_words: dict[str, object] = {}


def event_said(code: str) -> str:
    """登记诉求（matters.opened）: the word for people, the code for whoever writes the other program."""
    word = event_words.get(code)
    return f"{word}（{code}）" if word is not None else code


def permission_said(name: str) -> str:
    """看诉求（matters.see）, as `event_said`."""
    word = permission_words.get(name)
    return f"{word}（{name}）" if word is not None else name
