"""The product starts without the solvers: only a process that plans loads them."""

import subprocess
import sys

HEAVY = ("numba", "scipy", "ortools", "numpy")


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*[m for m in {HEAVY} if m in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_door_and_settings_load_no_solver():
    assert (
        loaded_by("import linli.site.door, linli.site.door.plan, linli.plan.town, linli.plan.verbs") == set()
    )


def test_a_solver_does_load_them():
    assert "scipy" in loaded_by("import linli.plan.visits.month, scipy")
