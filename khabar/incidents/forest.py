"""Groups that grow together (union-find): a forest holds for each name the name above it; the smallest of a group is above all."""


def root(forest: dict[str, str], name: str) -> str:
    """The name that stands for the group of `name`; the way there is shortened for the next time."""
    while forest[name] != name:
        forest[name] = forest[forest[name]]
        name = forest[name]
    return name


def join(forest: dict[str, str], a: str, b: str) -> tuple[str, str]:
    """Make the groups of two names one. Returns the two that stood for them, the smaller first: it stands for both now."""
    low, high = sorted((root(forest, a), root(forest, b)))
    forest[high] = low
    return low, high
