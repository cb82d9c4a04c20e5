"""Moves of counts between hidden cells that keep every sum, and patterns of hidden cells made of them.

For tables that are no network: three dimensions or more, or sums within both rows and columns.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from lagesbild.privacy.relations import PublishedTable

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Cells = NDArray[np.intp]

_MOVED = 1e-6  # less than this is the solver's rounding
_FREE = 1e-4  # price of a cell that is hidden anyway: not 0, so that no detours are taken
_SHARED = 0.3  # keeps the price of a cell that is hardly used from running away when moves are drawn together
_SMALL = 150
"""Up to this many cells are looked at all at once."""
_NEARBY = 5
"""Other values looked at in each dimension first; a move needs few of them."""
_TRIED_AGAIN = 250
"""Up to this many cells a pattern is torn up in places and mended, to see whether fewer are enough."""
_BUDGET = 300
"""Programmes solved while mending; counted, not timed, so that the pattern can be repeated."""
_MOST_OPENING = 1000
"""Programmes solved to open cells again: enough for some hundred hidden cells."""
_LEAST_TORN = 3


class Moves:
    """The cells that may be hidden, and linear programmes that move counts between them.

    A cell is protected by a move up and a move down: together they change it by the width that is wanted, and
    no cell falls below 0. Every cell that moves must be hidden.
    """

    def __init__(self, table: PublishedTable, usable: Mask) -> None:
        self.table = table
        self.cells: Cells = np.flatnonzero(usable.ravel())
        self.counts = table.counts.ravel()[self.cells].astype(np.float64)
        self.price: Floats = 1 + 1e-3 * np.log1p(self.counts)
        """Of hiding each cell: one cell less counts most, then hiding smaller numbers."""
        self._equations = sparse.csc_array(table.equations())[:, self.cells]
        self._places = np.array(np.unravel_index(self.cells, table.counts.shape))
        self.solved = 0
        """Programmes solved so far."""
        self._parents = [np.array(dimension.parent) for dimension in table.dimensions]

    def cheapest(
        self, cell: int, width: float, price: Floats, allowed: Mask, *, drawn_together: bool = False
    ) -> Mask | None:
        """Return the cells that move when one cell is protected as cheaply as possible, or None.

        Parameters
        ----------
        cell
            Number of the cell among those that may be hidden.
        width
            How far apart its largest and smallest possible value must be.
        price
            Of each cell, shape (cells,).
        allowed
            Which cells may move, shape (cells,).
        drawn_together
            Solve once more with prices that favour the cells of the first answer, so that moves share cells.

        Notes
        -----
        Robertson 1993 (Statistics Canada), with both directions at once.
        """
        everything = np.flatnonzero(allowed)
        near = [self._nearby(cell, price, allowed)] if everything.size > _SMALL else []
        for chosen in (*near, everything):
            amount = self._amounts(chosen, cell, width, price[chosen])
            if amount is None:
                continue
            if drawn_together and (price[chosen][amount > _MOVED] > _FREE).any():
                drawn = np.where(price[chosen] > _FREE, price[chosen] / (amount + _SHARED), _FREE)
                again = self._amounts(chosen, cell, width, drawn)
                if again is not None and price[chosen] @ (again > _MOVED) < price[chosen] @ (amount > _MOVED):
                    amount = again
            moved = np.zeros(self.cells.size, dtype=np.bool_)
            moved[chosen[amount > _MOVED]] = True
            return moved
        return None

    def _nearby(self, cell: int, price: Floats, allowed: Mask) -> Cells:
        """Return the cells in the block of the best few values of each dimension, and the sums above."""
        whole = np.full(self.table.counts.size, np.inf)
        whole[self.cells[allowed]] = price[allowed]
        block = whole.reshape(self.table.counts.shape)
        at = self._places[:, cell]
        inside = allowed.copy()
        for axis, parent in enumerate(self._parents):
            line = block[(*at[:axis], slice(None), *at[axis + 1 :])]
            best = np.argsort(line, kind="stable")[: _NEARBY + 1]
            kept = np.zeros(parent.size, dtype=np.bool_)
            for node in (int(at[axis]), *best.tolist()):
                while node >= 0:
                    kept[node] = True
                    node = int(parent[node])
            # A sum can only move if something that it holds does.
            for node in np.flatnonzero(kept).tolist():
                children = np.flatnonzero(parent == node)
                if children.size and not kept[children].any():
                    kept[children[np.argsort(line[children], kind="stable")[:2]]] = True
            inside &= kept[self._places[axis]]
        return np.flatnonzero(inside)

    def _amounts(self, chosen: Cells, cell: int, width: float, price: Floats) -> Floats | None:
        """Return how much each chosen cell moves in all, or None when no move is wide enough."""
        self.solved += 1
        own = int(np.searchsorted(chosen, cell))
        equations = sparse.csr_array(self._equations[:, chosen])
        equations = equations[np.flatnonzero(np.diff(equations.indptr))]
        size, sums = chosen.size, equations.shape[0]
        one_way = sparse.hstack([equations, -equations])
        both = sparse.block_diag([one_way, one_way])
        # Columns: rising and falling on the way up, rising and falling on the way down.
        reached = sparse.csr_array(([1.0, 1.0], ([0, 0], [own, 3 * size + own])), shape=(1, 4 * size))
        up, down = np.full(size, width), np.minimum(self.counts[chosen], width)
        high = np.concatenate([up, down, up, down])
        high[[size + own, 2 * size + own]] = 0.0
        # Without integrality this is a linear programme, and spares what linprog does before and after.
        answer = optimize.milp(
            np.tile(price, 4),
            constraints=optimize.LinearConstraint(
                sparse.vstack([both, reached], format="csc"),
                right := np.append(np.zeros(2 * sums), width),
                right,
            ),
            bounds=optimize.Bounds(np.zeros(high.size), high),
        )
        if answer.x is None:
            return None
        return np.asarray(answer.x.reshape(4, size).sum(axis=0), dtype=np.float64)


def protected_by_moves(table: PublishedTable, primary: Mask, usable: Mask, needed: Floats) -> Mask:
    """Return which cells to hide so that every primary one can move as far as it must.

    Parameters
    ----------
    table
        Any table.
    primary, usable
        Cells that are hidden in any case, and those that may be.
    needed
        Distance between the limits that each primary cell needs.

    Notes
    -----
    One cell at a time, the hardest first; then every other hidden cell is opened again unless the moves
    cannot do without it. In a small table parts of the pattern are torn up and mended, and kept when no more
    cells are hidden than before.
    """
    search = _Search(Moves(table, usable | primary), primary, needed)
    for cell in search.hardest_first():
        search.protect(cell)
    search.open_again(search.secondary(), until=search.moves.solved + _MOST_OPENING)
    if search.moves.cells.size <= _TRIED_AGAIN:
        search.mend()
    hidden = primary.copy()
    hidden.flat[search.moves.cells[search.hidden]] = True
    return hidden


class _Search:
    """A pattern of hidden cells and, for each primary cell, the cells whose moves protect it."""

    def __init__(self, moves: Moves, primary: Mask, needed: Floats) -> None:
        self.moves = moves
        self.primary = primary.ravel()[moves.cells]
        self.needed = needed.ravel()[moves.cells]
        self.hidden = self.primary.copy()
        self.users: dict[int, Mask] = {}

    def hardest_first(self) -> list[int]:
        """Return the primary cells: those that must move farthest, and hold most, in front."""
        cells = np.flatnonzero(self.primary & (self.needed > 0))
        order = np.lexsort([-self.moves.counts[cells], -self.needed[cells]])
        return [int(cell) for cell in cells[order]]

    def secondary(self) -> Cells:
        """Return the other hidden cells, the largest counts first."""
        cells = np.flatnonzero(self.hidden & ~self.primary)
        return cells[np.argsort(-self.moves.counts[cells], kind="stable")]

    def protect(self, cell: int) -> bool:
        """Hide what one cell needs; False when nothing is enough."""
        price = np.where(self.hidden, _FREE, self.moves.price)
        everything = np.ones_like(self.hidden)
        moved = self.moves.cheapest(cell, self.needed[cell], price, everything, drawn_together=True)
        if moved is None:
            return False
        self.users[cell] = moved
        self.hidden |= moved
        return True

    def open_again(self, cells: Iterable[int], *, until: int) -> None:
        """Open each of these cells that no move has to use; stop when so many programmes are solved."""
        price = np.where(self.primary, _FREE, self.moves.price)
        for cell in cells:
            if self.moves.solved >= until:
                return
            allowed = self.hidden.copy()
            allowed[cell] = False
            changed: dict[int, Mask] = {}
            for user in [user for user, moved in self.users.items() if moved[cell]]:
                moved = self.moves.cheapest(user, self.needed[user], price, allowed)
                if moved is None:
                    break
                changed[user] = moved
            else:
                self.hidden = allowed
                self.users.update(changed)

    def mend(self) -> None:
        """Tear up a part of the pattern and mend it, again and again, keeping what hides no more cells."""
        rng = np.random.default_rng(0)  # repeatable: the pattern is a function of the table
        until = self.moves.solved + _BUDGET
        while self.moves.solved < until:
            secondary = self.secondary()
            if not secondary.size:
                return
            torn = rng.choice(
                secondary, size=min(max(_LEAST_TORN, secondary.size // 5), secondary.size), replace=False
            )
            kept = self.hidden.copy(), dict(self.users)
            self.hidden[torn] = False
            if not self._mended(rng.permutation(self._broken(torn)).tolist()) or self._cost(
                self.hidden
            ) > self._cost(kept[0]):
                self.hidden, self.users = kept

    def _broken(self, torn: Cells) -> list[int]:
        return [cell for cell, moved in self.users.items() if moved[torn].any()]

    def _mended(self, broken: Sequence[int]) -> bool:
        if not all(self.protect(cell) for cell in broken):
            return False
        self.open_again(self.secondary(), until=self.moves.solved + _BUDGET)
        return True

    def _cost(self, hidden: Mask) -> float:
        return float(self.moves.price[hidden].sum())
