"""Measures the solvers on public files: value, best known, gap, processor seconds, and faults by a check of its own."""
