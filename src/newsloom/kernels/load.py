"""Which of the two: compiled loops, or numpy."""

from functools import cache


class Kernels:
    """The loops as functions. ``loops`` says what each does."""

    def __init__(self, *, compile: bool) -> None:
        from newsloom.kernels import loops, plain

        self.pack = loops.pack if compile else plain.pack
        self.weigh = loops.weigh if compile else plain.weigh
        self.weigh_shelf = loops.weigh_shelf if compile else plain.weigh_shelf
        self.telling = loops.telling if compile else plain.telling
        self.count_terms = loops.count_terms if compile else plain.count_terms
        self.add_counts = loops.add_counts if compile else plain.add_counts
        self.near = loops.near if compile else plain.near
        self.cosines = loops.cosines if compile else plain.cosines
        self.pairs = loops.pairs if compile else plain.pairs
        self.halves = loops.halves if compile else plain.halves
        self.beside = loops.beside if compile else plain.beside
        self.gather = loops.gather if compile else plain.gather
        self.design = loops.design if compile else plain.design
        self.odds = loops.odds if compile else plain.odds
        self.close_ranks = loops.close_ranks if compile else plain.close_ranks
        self.contenders = loops.contenders if compile else plain.contenders
        self.overlaps = loops.overlaps if compile else plain.overlaps
        # Short loops, which numpy would not make shorter.
        self.hash_cells = loops.hash_cells if compile else plain.hash_cells
        self.post = loops.post
        self.post_rows = loops.post_rows
        self.repost = loops.repost
        self.told = loops.told
        self.told_sum = loops.told_sum
        self.told_alike = loops.told_alike


@cache
def load() -> Kernels:
    """The compiled loops where numba is installed, else those in numpy."""
    from newsloom.kernels.compiled import COMPILES

    return Kernels(compile=COMPILES)
