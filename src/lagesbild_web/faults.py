"""What a command says when it cannot be carried out."""


class CommandFault(Exception):  # noqa: N818  # a sentence for the person at the keyboard, not a programming error
    """Why a command could not be carried out, in Swedish: what is wrong and what to do."""
