"""What is kept of people, and until when: the declarations of every package."""

from linli.board.commands.keeping import KEPT as BOARD
from linli.exchange.commands.keeping import KEPT as EXCHANGE
from linli.kernel.retention import KEPT as KERNEL
from linli.kernel.retention import Kept
from linli.matters.commands.keeping import KEPT as MATTERS
from linli.people.commands.keeping import KEPT as PEOPLE

ALL: tuple[Kept, ...] = (*KERNEL, *PEOPLE, *MATTERS, *EXCHANGE, *BOARD)
