"""Our intent model as a component of a Rasa 3.6 graph: the same files as in process, so the same answer.

Rasa's own training is not what makes the model (`./sheepdog nlu train` does): "training" here means to check that the
committed model was made from these very texts, and to pack it into Rasa's archive. Every method that the graph calls is
typed in full, since Rasa validates the signatures.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Type  # Rasa's graph validation reads these names

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.training import corpus
from bot.understanding import artefact
from bot.understanding.classifier import Classifier
from bot.understanding.encoder import PACKAGE

OTHER_TEXTS = "The committed model was made from other texts than nlu_data holds now. Run ./sheepdog nlu train first."
OTHER_DATA = "Train from nlu_data/data as it is; another selection of its texts would not be the model that serves."
TAKES_NOTHING = "SheepdogClassifier takes no settings: all of them are in the model."


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SheepdogClassifier(GraphComponent, IntentClassifier):
    """Ranks all labels, and adds language and scope under `sheepdog`."""

    def __init__(self, storage: ModelStorage, resource: Resource, classifier: Optional[Classifier] = None) -> None:
        self._storage = storage
        self._resource = resource
        self._classifier = classifier

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """No settings."""
        return {}

    @staticmethod
    def required_packages() -> List[Text]:
        """Those that have one name as module and as distribution; the encoder has two, and is checked on loading."""
        return ["numpy"]

    @classmethod
    def required_components(cls) -> List[Type]:
        """Nothing: it reads the text itself."""
        return []

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Raises InvalidConfigException for any setting."""
        if unknown := sorted(set(config) - {"__strategy__", "__should_train__"} - set(cls.get_default_config())):
            raise InvalidConfigException(f"{TAKES_NOTHING} Unknown: {', '.join(unknown)}")

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Model files and the code that reads them: Rasa's cache sees neither, and would serve a stale model."""
        code = sorted(Path(artefact.__file__).parent.glob("*.py"))
        files = [*code, *(artefact.FOLDER / name for name in artefact.FILES)]
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SheepdogClassifier:
        """An empty one, to be trained."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Packs the committed model. Raises InvalidConfigException when it was made from other texts than these."""
        texts = corpus.read()
        if artefact.load_card().data_hash != corpus.fingerprint((*texts, *corpus.read_dev())):
            raise InvalidConfigException(OTHER_TEXTS)
        given = sorted((str(m.get(INTENT)), str(m.get(TEXT))) for m in training_data.intent_examples)
        if given != sorted({(example.label, example.text) for example in texts}):
            raise InvalidConfigException(OTHER_DATA)
        with self._storage.write_to(self._resource) as folder:
            for name in artefact.FILES:
                shutil.copy(artefact.FOLDER / name, folder / name)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SheepdogClassifier:
        """The packed model. Raises ModelUnavailable when the encoder's wheel is another than it was made with."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Classifier.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Each message with its intent, the whole ranking, and what else the model tells."""
        for message in messages:
            self._tell(message)
        return messages

    def _tell(self, message: Message) -> None:
        if self._classifier is None:
            return
        ranking = self._classifier.rank(message.get(TEXT) or "")
        ranked = [{INTENT_NAME_KEY: label, PREDICTED_CONFIDENCE_KEY: sure} for label, sure in ranking.intents]
        told = {
            "in_scope": ranking.in_scope,
            "lang": ranking.lang,
            "lang_confidence": ranking.lang_confidence,
            "model": ranking.model,
            "encoder": PACKAGE,
        }
        message.set(INTENT, ranked[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)
        message.set("sheepdog", told, add_to_output=True)
