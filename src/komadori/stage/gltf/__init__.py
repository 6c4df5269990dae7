"""Models people bring: glTF 2.0 and GLB, read within bounds, their nodes posed like a puppet's parts."""

from komadori.stage.gltf.container import BadModel
from komadori.stage.gltf.model import Model, ModelProp, load_model, load_model_prop

__all__ = ["BadModel", "Model", "ModelProp", "load_model", "load_model_prop"]
