"""Makes the model in an environment that has the training tools; `./sheepdog nlu train` starts it there."""

from __future__ import annotations

import sys

from bot.training import corpus, outputs
from bot.training.bar import Bar
from bot.training.train import train
from bot.understanding import artefact
from bot.understanding.classifier import Classifier
from bot.understanding.encoder import Pieces


def main(verify: bool) -> int:
    """0 when the model was made and saved; with `verify`, when it came out as the committed one."""
    texts, dev = corpus.read(), corpus.read_dev()
    print(f"learning {len(texts)} texts; limits are picked on {len(dev)} others", flush=True)
    made = train(texts, dev, Pieces(), lambda line: print(line, flush=True), progress=Bar())
    classifier = Classifier(made, artefact.encoder_of(made))
    if verify:
        differs = outputs.differences(classifier, again=True)
        print("\n".join(differs) or "The committed model came out again.")
        return 1 if differs else 0
    artefact.save(made)
    outputs.save(Classifier.load(), texts)
    print(f"saved {made.card.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main("--verify" in sys.argv))
