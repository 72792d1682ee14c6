"""How fast the pipeline reads, as a share of the bare encoder's speed in the same run; memory; time to the first answer.

    python benchmarks/speed.py ../shared/corpus/raw.jsonl.gz [reports]

The encoder alone and the whole pipeline take turns on the same reports, so that a slow spell of the machine hits both.
"""

import cProfile
import gzip
import json
import pstats
import resource
import subprocess
import sys
import time
from pathlib import Path

import khabar
from khabar.document.model import Article
from khabar.tagger.tagger import Tagger, inputs_of
from khabar.tagger.windows import windows
from khabar.text.prepared import prepare

ROUND = 16
STAGES = {
    "text": "prepared.py:prepare",
    "windows": "windows.py:windows",
    "encoder and heads": "session.py:read",
    "links": "session.py:link",
    "pairs": "coreference.py:score_pairs",
    "tagger, all": "tagger.py:tag",
    "resolve and assemble": "assemble.py:assemble",
    "  coreference": "assemble.py:_grouped",
    "  times": "document_times.py:resolve_all",
    "  places": "resolution.py:resolve_places",
    "  actors": "resolution.py:resolve_actors",
    "  numbers": "numbers.py:quantity",
}


def articles(path: Path, count: int) -> list[Article]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
    return [Article(d["id"], d["text"], d["published"]) for d in items]


def encoder_only(tagger: Tagger, batch: list[Article]) -> int:
    """Run only the read graph over the windows of a batch; returns the tokens."""
    cut = [w for article in batch for w in windows(prepare(article.text).words, tagger.pieces)]
    for window in cut:
        tagger.session.read(*inputs_of(window))
    return sum(len(w.ids) for w in cut)


def main() -> None:
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    found = articles(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 320)
    nlp = khabar.load(threads=2)
    list(nlp.pipe(found[:ROUND]))
    bare = whole = 0.0
    tokens = 0
    profile = cProfile.Profile()
    for start in range(0, len(found), ROUND):
        batch = found[start : start + ROUND]
        begun = time.perf_counter()
        tokens += encoder_only(nlp.tagger, batch)
        middle = time.perf_counter()
        list(nlp.pipe(batch))
        whole += time.perf_counter() - middle
        bare += middle - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    profile.runcall(lambda: list(nlp.pipe(found[:64])))
    print(f"{len(found)} reports, {tokens} tokens")
    print(f"encoder alone   {tokens / bare:8.0f} tokens/s")
    print(f"whole pipeline  {tokens / whole:8.0f} tokens/s   ratio {bare / whole:.2f}")
    print(f"peak memory     {memory:8.0f} MB")
    print(f"khabar read     {first_answer():8.2f} s from process start, one short report")
    print(f"gazetteer       {gazetteer_load() * 1000:8.0f} ms to load")
    shares(profile)


def first_answer() -> float:
    """Seconds of `khabar read` on a one-sentence report, the best of three."""
    command = [sys.executable, "-c", "from khabar.cli.main import run; run()", "read", "-", "--published", "2020-07-08"]
    best = 1e9
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(command, input="قتل ثلاثة جنود في حلب أمس.".encode(), capture_output=True, check=True)
        best = min(best, time.perf_counter() - begun)
    return best


def gazetteer_load() -> float:
    """Seconds that the first look-up of a place takes in a fresh process, the best of three."""
    code = (
        "import time; from khabar.resolve import gazetteer; t = time.perf_counter(); gazetteer.named('x'); print(time.perf_counter() - t)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def shares(profile: cProfile.Profile) -> None:
    """The share of each stage in the profiled run; a stage holds those that it calls."""
    stats = pstats.Stats(profile)
    total = stats.total_tt  # type: ignore[attr-defined]
    for stage, where in STAGES.items():
        file, function = where.split(":")
        spent = sum(v[3] for key, v in stats.stats.items() if key[0].endswith(file) and key[2] == function)  # type: ignore[attr-defined]
        print(f"  {stage:22} {spent / total:6.1%}")


if __name__ == "__main__":
    main()
