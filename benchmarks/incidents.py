"""How the time of building incidents grows with the number of events: python benchmarks/incidents.py [few] [many]

Synthetic episodes: towns and days, as many reports of each incident as the press writes, more days for more events, as an archive has.
Their words are drawn as a language has them: few common ones, many rare ones; the reports of one incident share most of theirs.
"""

import resource
import sys
import time
from datetime import date, timedelta

import numpy as np

from khabar.data_files import table_of
from khabar.document.model import Place
from khabar.incidents.episodes import Episode
from khabar.incidents.incidents import build
from khabar.incidents.words import Wording, Words, words_of

TOWNS = 400
PER_DAY = 60
"""Events that an archive gains a day."""
SENTENCE = 24
"""Words of a telling."""
MODES = ("aerial", "heavy-weapons", "firearms", "explosives", None)


def made(count: int, seed: int = 1) -> list[Episode]:
    """`count` episodes of about a third as many incidents."""
    random = np.random.default_rng(seed)
    towns = [
        Place(
            f"p{n}",
            f"بلدة {n}",
            f"Town {n}",
            None,
            "SYR",
            "city",
            None,
            32 + 5 * x,
            36 + 6 * y,
            f"Province {n % 14}",
            "gazetteer",
            "gazetteer",
            5.0,
            1,
        )
        for n, (x, y) in enumerate(random.random((TOWNS, 2)))
    ]
    words = [word for word, *_ in table_of("khabar.incidents", "words.tsv", 2)]
    frequent = np.array([float(reports) for _, reports in table_of("khabar.incidents", "words.tsv", 2)])
    frequent /= frequent.sum()
    found: list[Episode] = []
    while len(found) < count:
        town = towns[int(random.integers(TOWNS))]
        day = date(2015, 1, 1) + timedelta(int(random.integers(max(1, count // PER_DAY))))
        mode, killed = MODES[int(random.integers(len(MODES)))], int(random.integers(1, 30))
        meaning = random.normal(size=384)
        told = random.choice(len(words), SENTENCE, p=frequent)
        for _ in range(int(random.integers(1, 6))):
            number = len(found)
            vector = meaning + random.normal(scale=0.4, size=384)
            scaled = (vector / np.linalg.norm(vector) * 127).round().astype(np.int8).tobytes()
            dead = killed + int(random.integers(0, 3))
            own = [*random.choice(told, SENTENCE // 2, replace=False), *random.choice(len(words), SENTENCE // 2, p=frequent)]
            found.append(_episode(number, day, town, mode, dead, scaled, frozenset(words[n] for n in own)))
    return found[:count]


def _episode(number: int, day: date, town: Place, mode: str | None, dead: int, meaning: bytes, words: Words) -> Episode:
    name, told, actors = f"d{number}", (day + timedelta(1)).isoformat(), frozenset({("SYR", "MIL")})
    what = ("violence", "ASSAULT", mode, "actual", day, day, True)
    kinds = frozenset({"ASSAULT"}), frozenset({mode} if mode else ())
    wording = Wording(words_of("قصف"), words, words_of(town.surface), words_of("الجيش"))
    parties = actors, frozenset[tuple[str, str]]()
    return Episode(f"{name}/1", name, None, told, *what, town, *parties, (dead, dead), None, meaning, ("v1",), (), None, *kinds, wording)


def main() -> None:
    few, many = (int(a) for a in (sys.argv[1:] or ("5000", "50000")))
    spent = []
    for count in (few, many):
        episodes = made(count)
        begun = time.perf_counter()
        incidents = build(episodes, {})
        spent.append(time.perf_counter() - begun)
        print(f"{count:7} events   {len(incidents):6} incidents   {spent[-1]:6.1f} s   {spent[-1] / count * 1e3:.2f} ms an event")
    print(f"{many / few:.0f} times the events cost {spent[1] / spent[0]:.1f} times the time")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
