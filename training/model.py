"""The tagger in torch: one encoder pass, span heads on word states, links conditioned on a trigger or cue.

Shapes: B windows, T tokens, W words a window; N anchors (triggers and cues), S words of an anchor's sentence; D the encoder's
width. Word states are addressed flat, as row b * W + w.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from khabar.tagger import labels
from khabar.tagger.hints import NAMES
from khabar.tagger.pairs import FEATURES
from training.encoder import EPSILON, Encoder, Layer

NARROW = 256
LINK_LAYERS = 2
REACH = 24
"""Distances between a word and its anchor are told apart up to here, in words."""
VECTOR = 96


class Tagger(nn.Module):
    """encoder + heads; see `read`, `link` and `pair` for the three graphs that are exported."""

    def __init__(self, encoder: Encoder, dropout: float = 0.2) -> None:
        super().__init__()
        width = encoder.hidden
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.word = nn.Linear(2 * width, width)
        self.hints = nn.Linear(len(NAMES), width, bias=False)
        self.word_norm = nn.LayerNorm(width, EPSILON)
        sizes = (len(labels.ENTITY_TAGS), len(labels.TIME_TAGS), len(labels.TRIGGER_TAGS), len(labels.CUE_TAGS), labels.PROCLITIC_SIZES)
        self.heads = nn.ModuleList(nn.Linear(width, size) for size in sizes)
        self.links = Links(width, dropout)
        self.pairs = Pairs()

    def read(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor, hints: Tensor) -> tuple[Tensor, ...]:
        """ids, mask: (B, T); first, last: (B, W) token positions of words; hints: (B, W, len(NAMES)). Returns word states
        (B, W, D) and the logits (B, W, labels) for entities, times, triggers, cues and proclitics."""
        tokens = self.encoder(ids, mask)
        at = [i.unsqueeze(-1).expand(-1, -1, tokens.shape[-1]) for i in (first, last)]
        both = torch.cat([torch.gather(tokens, 1, at[0]), torch.gather(tokens, 1, at[1])], -1)
        words = self.word_norm(self.word(both) + self.hints(hints))
        dropped = self.dropout(words)
        return (words, *(head(dropped) for head in self.heads))

    def link(self, states: Tensor, rows: Tensor, mask: Tensor, anchor: Tensor, kind: Tensor) -> tuple[Tensor, ...]:
        """See Links.forward; states: (rows, D) flat word states."""
        return self.links(states, rows, mask, anchor, kind)

    def pair(self, left: Tensor, right: Tensor, features: Tensor) -> Tensor:
        """See Pairs.forward."""
        return self.pairs(left, right, features)


class Links(nn.Module):
    """What belongs to an anchor: roles and hedge, source and content, mode and status."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.words = nn.Linear(width, NARROW)
        self.anchors = nn.Linear(width, NARROW)
        self.products = nn.Linear(width, NARROW)
        self.kinds = nn.Embedding(len(labels.ANCHORS), NARROW)
        self.distances = nn.Embedding(2 * REACH + 1, NARROW)
        self.norm = nn.LayerNorm(NARROW, EPSILON)
        self.layers = nn.ModuleList(Layer(NARROW, 8, 3 * NARROW, dropout / 2) for _ in range(LINK_LAYERS))
        self.roles = nn.Linear(NARROW, 3 * len(labels.LINKS))
        self.sources = nn.Linear(NARROW, 3)
        self.content = nn.Linear(NARROW, 2)
        self.mode = nn.Linear(NARROW + width, len(labels.MODES))
        self.status = nn.Linear(NARROW + width, len(labels.STATUSES))
        self.vector = nn.Linear(NARROW + width, VECTOR)

    def forward(self, states: Tensor, rows: Tensor, mask: Tensor, anchor: Tensor, kind: Tensor) -> tuple[Tensor, ...]:
        """states: (rows, D). rows: (N, S) the rows of the sentence's words; mask: (N, S) true on words; anchor: (N,) the
        anchor's position in the sentence; kind: (N,) index in labels.ANCHORS.
        Returns logits: links (N, S, links, 3), sources (N, S, 3), content start and end (N, S, 2), modes (N, modes), statuses
        (N, statuses) and the mention's vector (N, VECTOR)."""
        words = F.embedding(rows, states)
        place = anchor[:, None, None].expand(-1, 1, words.shape[-1])
        head = torch.gather(words, 1, place)
        distance = torch.arange(rows.shape[1], device=rows.device)[None, :] - anchor[:, None]
        z = self.words(words) + self.anchors(head) + self.products(words * head)
        z = z + self.kinds(kind)[:, None, :] + self.distances(distance.clamp(-REACH, REACH) + REACH)
        z = self.dropout(self.norm(z))
        bias = torch.zeros_like(mask, dtype=z.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            z = layer(z, bias)
        at_anchor = torch.gather(z, 1, anchor[:, None, None].expand(-1, 1, z.shape[-1]))
        both = self.dropout(torch.cat([at_anchor, head], -1).squeeze(1))
        z = self.dropout(z)
        roles = self.roles(z).view(z.shape[0], z.shape[1], len(labels.LINKS), 3)
        return roles, self.sources(z), self.content(z), self.mode(both), self.status(both), torch.tanh(self.vector(both))


class Pairs(nn.Module):
    """Whether two triggers of a document name the same event, and whether one is an outcome of the other."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(2 * VECTOR + len(FEATURES), 96)
        self.out = nn.Linear(96, 2)

    def forward(self, left: Tensor, right: Tensor, features: Tensor) -> Tensor:
        """left, right: (P, VECTOR), in text order; features: (P, len(FEATURES)). Returns logits (P, 2): same, outcome."""
        joined = torch.cat([left * right, (left - right).abs(), features], -1)
        found: Tensor = self.out(F.gelu(self.hidden(joined)))
        return found
