"""After the set: recipes, operations, and takes finished by them."""
