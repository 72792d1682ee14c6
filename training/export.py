"""The trained tagger as ONNX graphs, quantised to int8."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from khabar.tagger.hints import NAMES
from khabar.tagger.pairs import FEATURES
from training.model import VECTOR, Tagger

OPSET = 17
WIDE = "/outer/"
"""The products whose inputs (what GELU lets through) differ so much in size that int8 inputs lose what the small ones say: a name in
twenty came out different. Only their weights are int8."""


class CompactEmbedding(nn.Module):
    """Word embeddings as int8 with one scale a row: a quarter of the size, looked up without unpacking the table."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().clamp(-127, 127).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """(…,) ids -> (…, width)."""
        return self.rows[ids].float() * self.scale[ids]


class _Graph(nn.Module):
    def __init__(self, model: Tagger, method: str) -> None:
        super().__init__()
        self.model, self.method = model, method

    def forward(self, *inputs: Tensor) -> Tensor | tuple[Tensor, ...]:
        found: Tensor | tuple[Tensor, ...] = getattr(self.model, self.method)(*inputs)
        return found


def _graphs(width: int) -> dict[str, tuple[Sequence[Tensor], dict[str, dict[int, str]], list[str]]]:
    """Example inputs, their free axes, and output names of each graph."""
    ids = torch.randint(5, 100, (2, 9))
    words = torch.tensor([[1, 2, 4], [1, 3, 5]])
    rows = torch.tensor([[0, 1, 2], [3, 4, 0]])
    keep = torch.tensor([[True, True, True], [True, True, False]])
    two = {0: "b", 1: "t"}
    return {
        "read": (
            (ids, torch.ones(2, 9, dtype=torch.bool), words, words, torch.zeros(2, 3, len(NAMES))),
            {"ids": two, "mask": two, "first": {0: "b", 1: "w"}, "last": {0: "b", 1: "w"}, "hints": {0: "b", 1: "w"}},
            ["states", "entities", "times", "triggers", "cues", "proclitics"],
        ),
        "link": (
            (torch.randn(6, width), rows, keep, torch.tensor([0, 1]), torch.tensor([3, 17])),
            {"states": {0: "r"}, "rows": {0: "n", 1: "s"}, "mask": {0: "n", 1: "s"}, "anchor": {0: "n"}, "kind": {0: "n"}},
            ["links", "sources", "content", "modes", "statuses", "vectors"],
        ),
        "pair": (
            (torch.randn(4, VECTOR), torch.randn(4, VECTOR), torch.randn(4, len(FEATURES))),
            {"left": {0: "p"}, "right": {0: "p"}, "features": {0: "p"}},
            ["same"],
        ),
    }


def export(model: Tagger, folder: Path, quantise: bool = True) -> None:
    """Write read.onnx, link.onnx and pair.onnx into `folder`; int8 weights unless `quantise` is false (to compare with)."""
    folder.mkdir(parents=True, exist_ok=True)
    model = model.cpu().float().eval()
    words = model.encoder.words
    if quantise:
        model.encoder.words = CompactEmbedding(words.weight.detach())  # type: ignore[assignment]
    try:
        for name, (inputs, axes, outputs) in _graphs(model.encoder.hidden).items():
            _export(_Graph(model, name), name, tuple(inputs), axes, outputs, folder / f"{name}.onnx", quantise and name != "pair")
    finally:
        model.encoder.words = words


def _export(
    graph: nn.Module,
    name: str,
    inputs: tuple[Tensor, ...],
    axes: dict[str, dict[int, str]],
    outputs: list[str],
    target: Path,
    quantise: bool,
) -> None:
    with tempfile.TemporaryDirectory() as work:
        raw = Path(work) / f"{name}.onnx"
        torch.onnx.export(
            graph, inputs, str(raw), input_names=list(axes), output_names=outputs, dynamic_axes=axes, opset_version=OPSET, dynamo=False
        )
        if quantise:
            # Seven bits (reduce_range): on processors without VNNI, eight-bit products overflow. The heads are small, and what
            # they say is final: they stay whole.
            products = [n.name for n in onnx.load(str(raw)).graph.node if n.op_type == "MatMul"]
            heads = [name for name in products if "/encoder/" not in name]
            wide = [name for name in products if WIDE in name]
            quantize_dynamic(
                raw,
                target,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                op_types_to_quantize=["MatMul"],
                nodes_to_exclude=[*heads, *wide] if name == "read" else [],
                extra_options={"MatMulConstBOnly": True},
            )
            if name == "read":
                _pack_weights(target, wide)
        else:
            onnx.save(onnx.load(str(raw)), str(target))


def _pack_weights(path: Path, products: Sequence[str]) -> None:
    """Keep the weights of some matrix products of a graph as int8 with one scale a column; they are unpacked when it is loaded."""
    model = onnx.load(str(path))
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    unpacking = []
    for node in [n for n in graph.node if n.name in products and n.input[1] in weights]:
        name = node.input[1]
        values = numpy_helper.to_array(weights[name])
        scale = np.maximum(np.abs(values).max(0, keepdims=True), 1e-8).astype(np.float32) / 127
        rows = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(weights[name])
        graph.initializer.extend([numpy_helper.from_array(rows, f"{name}.rows"), numpy_helper.from_array(scale, f"{name}.scale")])
        unpacking.append(helper.make_node("Cast", [f"{name}.rows"], [f"{name}.float"], to=onnx.TensorProto.FLOAT))
        unpacking.append(helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]))
    nodes = [*unpacking, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(path))


def write_settings(folder: Path, settings: Mapping[str, float | list[float]]) -> None:
    """settings.json, see khabar.tagger.session.Settings."""
    (folder / "settings.json").write_text(json.dumps(settings, indent=2) + "\n", "utf-8")
