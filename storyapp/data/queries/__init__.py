"""How rows are asked for: each query starts from an organisation."""
