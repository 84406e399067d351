"""The method, the ethics and the arithmetic as pure functions: facts in, verdict out."""
