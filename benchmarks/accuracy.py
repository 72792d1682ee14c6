"""How well the shipped model reads the development reports: writes docs/accuracy.md.

python benchmarks/accuracy.py ../shared/corpus/dev.jsonl
"""

import sys
from pathlib import Path

import khabar
from khabar.cli.evaluating import labelled, read_again, table
from khabar.evaluation.resolved import score_resolvers
from khabar.evaluation.score import score

TARGET = Path(__file__).parent.parent / "docs" / "accuracy.md"

PAGE = r"""# Accuracy

Measured by `make accuracy` with the shipped int8 model on {documents} development reports ({events} event mentions) of the public
SaudiNewsNet collection, July and August 2015. The model has not seen them in training. Their labels were made by language models
under a written guide, not by human annotators: the figures say how far Khabar agrees with such a reading.

```
{table}
```

- **entity**: start, end and type equal. **time.value**: the span overlaps and the resolved value is equal.
- **event**: the trigger overlaps and the type is equal. **mode, status**: of the events so matched.
- **role**: of all arguments, event matched, role equal, spans with an IoU of at least 0.5; **role.strict**: equal spans.
- **source, content**: of the attributions; a dropped source counts as found when its antecedent is.
- **time.value given spans, place.\*, actor.\***: the resolvers alone, on the labelled spans. **place.name**: the English name agrees but
  for transliteration (khabar.evaluation.resolved says how it is compared). **actor**: country and sector both right.
- **coreference**: pairs of mentions in one document that are one event.
"""


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    gold = labelled(sys.argv[1])
    rows = score(gold, read_again(gold, khabar.load())) | score_resolvers(gold)
    events = sum(len(d["events"]) for d in gold)
    TARGET.write_text(PAGE.format(documents=len(gold), events=events, table=table(rows)), "utf-8")
    print(table(rows))
    print(f"written: {TARGET}")


if __name__ == "__main__":
    main()
