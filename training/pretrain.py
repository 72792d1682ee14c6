"""Domain-adaptive pretraining: masked words on unlabelled reports. The embeddings learn too: those of whole words start as means."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from khabar.tagger.windows import piece_of
from khabar.text.normalise import plain
from khabar.text.words import words
from training.encoder import Encoder
from training.loop import device, optimise

WINDOW = 256
BATCH = 16
EPOCHS = 3
MASKED = 0.2
RATE = 5e-4


class MaskedWords(nn.Module):
    """The encoder with a masked-word head tied to the word embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.dense = nn.Linear(encoder.hidden, encoder.hidden)
        self.norm = nn.LayerNorm(encoder.hidden)
        self.bias = nn.Parameter(torch.zeros(encoder.words.num_embeddings))

    def loss(self, ids: Tensor, target: Tensor) -> Tensor:
        """ids: (batch, length) with masked tokens; target: the true ids where masked, else -100."""
        states = self.encoder(ids, torch.ones_like(ids, dtype=torch.bool))
        wanted = target >= 0
        found = self.norm(F.gelu(self.dense(states[wanted])))
        return F.cross_entropy(F.linear(found, self.encoder.words.weight, self.bias).float(), target[wanted])


def token_stream(texts: Iterable[str], tokenizer: Tokenizer) -> tuple[np.ndarray, np.ndarray]:
    """All texts as one run of token ids, </s> between them, and the running number of the word of each."""
    memory: dict[str, list[int]] = {}
    end = tokenizer.token_to_id("</s>")
    ids: list[int] = []
    owner: list[int] = []
    number = 0
    for text in texts:
        for word in words(plain(text)):
            piece = piece_of(word)
            if piece not in memory:
                memory[piece] = tokenizer.encode(piece, add_special_tokens=False).ids
            ids.extend(memory[piece])
            owner.extend([number] * len(memory[piece]))
            number += 1
        ids.append(end)
        owner.append(number)
        number += 1
    return np.array(ids), np.array(owner)


def mask_words(ids: np.ndarray, owner: np.ndarray, mask_id: int, rows: int, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Hide whole words: of those chosen 80 % become <mask>, 10 % a random piece, 10 % stay."""
    chosen = np.zeros(ids.shape, bool)
    for row in range(len(ids)):
        unique, position = np.unique(owner[row], return_inverse=True)
        chosen[row] = (random.random(len(unique)) < MASKED)[position]
    chance = random.random(ids.shape)
    hidden = np.where(chosen & (chance < 0.8), mask_id, ids)
    hidden = np.where(chosen & (chance >= 0.9), random.integers(5, rows, ids.shape), hidden)
    return torch.from_numpy(hidden), torch.from_numpy(np.where(chosen, ids, -100))


def pretrain(encoder: Encoder, tokenizer: Tokenizer, texts: Iterable[str], checkpoint: Path, seed: int = 0, epochs: int = EPOCHS) -> None:
    """Adapt `encoder` in place to the language of `texts`."""
    ids, owner = token_stream(texts, tokenizer)
    windows = len(ids) // WINDOW
    ids, owner = (a[: windows * WINDOW].reshape(windows, WINDOW) for a in (ids, owner))
    random = np.random.default_rng(seed)
    order = np.concatenate([random.permutation(windows) for _ in range(epochs)])
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    where = device()
    model = MaskedWords(encoder).to(where)
    mask_id, rows = tokenizer.token_to_id("<mask>"), tokenizer.get_vocab_size()

    def loss_of(batch: np.ndarray) -> Tensor:
        noise = np.random.default_rng((seed, int(torch.randint(2**31, ()))))
        hidden, target = mask_words(ids[batch], owner[batch], mask_id, rows, noise)
        return model.loss(hidden.to(where), target.to(where))

    encoder.words.weight.requires_grad_(True)
    optimise("masked words", model, [{"params": list(model.parameters()), "lr": RATE}], batches, loss_of, checkpoint)
    encoder.words.weight.requires_grad_(False)
