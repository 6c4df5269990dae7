"""On set: photographs and cameras in, a verified take out."""
