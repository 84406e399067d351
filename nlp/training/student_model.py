"""The Russian encoder as torch learns it; `nlp/encoders/student.py` does the same with numpy."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nlp.encoders.student import MOST_WORDS, N_HEADS, N_PIECES

WIDTH, LETTERS, WORD, OUT = 192, 96, 300, 384


class Reader(nn.Module):
    """One transformer layer over word vectors and letters, pooled twice."""

    def __init__(self, vectors: Tensor) -> None:
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.pieces = nn.EmbeddingBag(N_PIECES, LETTERS, mode="mean")
        nn.init.normal_(self.pieces.weight, std=0.3)
        self.from_words, self.from_letters = nn.Linear(WORD, WIDTH), nn.Linear(LETTERS, WIDTH)
        self.places = nn.Parameter(torch.zeros(MOST_WORDS, WIDTH))
        self.before_attention, self.before_widening, self.at_the_end = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.look, self.gather = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.widen, self.narrow = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.share, self.weigh = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.out = nn.Linear(WIDTH + WORD + LETTERS, OUT)

    def letters_of(self, runs: Tensor, starts: Tensor) -> Tensor:
        """Answer the mean of the pieces of each word of a batch's vocabulary."""
        return self.pieces(runs, starts)

    def forward(self, numbers: Tensor, letters: Tensor, is_there: Tensor, *, drop: float = 0.0) -> Tensor:
        """Answer rows of unit length; `drop` words are read by their letters alone."""
        vectors = self.vectors(numbers)
        if self.training:
            vectors = vectors * (torch.rand(numbers.shape) >= drop).unsqueeze(-1)
            letters = F.dropout(letters, 0.1)
        states = self.from_words(vectors) + self.from_letters(letters) + self.places[: numbers.shape[1]]
        states = F.dropout(states, 0.1, self.training)
        states = states + self._attention(self.before_attention(states), is_there)
        inner = F.dropout(F.relu(self.widen(self.before_widening(states))), 0.1, self.training)
        states = self.at_the_end(states + self.narrow(inner))
        shares = self.share(states)[..., 0].masked_fill(~is_there, -torch.inf).softmax(1)
        weighed = self.weigh(states)[..., 0].sigmoid() * is_there
        weighed = weighed / weighed.sum(1, keepdim=True)
        pooled = [
            torch.einsum("nt,ntd->nd", s, v) for s, v in ((shares, states), (weighed, vectors), (weighed, letters))
        ]
        return F.normalize(self.out(torch.cat(pooled, 1)), dim=1)

    def _attention(self, states: Tensor, is_there: Tensor) -> Tensor:
        n, length, width = states.shape
        asked, offered, said = (
            part.view(n, length, N_HEADS, width // N_HEADS).transpose(1, 2) for part in self.look(states).chunk(3, -1)
        )
        seen = F.scaled_dot_product_attention(asked, offered, said, attn_mask=is_there[:, None, None, :])
        return self.gather(seen.transpose(1, 2).reshape(n, length, width))


def loss_of(got: Tensor, wanted: Tensor, *, scale: float = 20.0, twin: float = 0.85) -> Tensor:
    """Answer how far rows are from the teacher's: each alone, each among the others, and all to one another."""
    near = wanted @ wanted.T
    others = (got @ wanted.T) * scale
    is_twin = (near > twin) & ~torch.eye(len(got), dtype=torch.bool)
    others = others.masked_fill(is_twin, -torch.inf)
    right = torch.arange(len(got))
    among = (F.cross_entropy(others, right) + F.cross_entropy(others.T, right)) / 2
    alone = 1 - (got * wanted).sum(1).mean()
    return 2 * alone + among + 5 * F.mse_loss(got @ got.T, near)
