"""Our own import contract: a domain package is entered through its doors only."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoor(Contract):
    """Imports between the listed packages may name only the door modules (or what lies below them)."""

    packages = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    open_to = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        packages = [str(one) for one in self.packages]  # type: ignore[attr-defined]
        doors = {str(one) for one in self.doors}  # type: ignore[attr-defined]
        broken: list[dict[str, Any]] = []
        for package in packages:
            inside = graph.find_descendants(package)
            for module in sorted(inside):
                room = module[len(package) + 1 :].split(".")[0]
                if room in doors:
                    continue
                broken.extend(
                    detail
                    for importer in sorted(graph.find_modules_that_directly_import(module))
                    if self._is_neighbour(importer, package, packages)
                    for detail in graph.get_import_details(importer=importer, imported=module)
                )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_neighbour(self, importer: str, package: str, packages: list[str]) -> bool:
        return not importer.startswith(f"{package}.") and any(
            importer.startswith(f"{one}.") for one in packages if one != package
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        for detail in check.metadata["broken"]:
            output.print_error(
                f"{detail['importer']}:{detail['line_number']} enters {detail['imported']}", bold=False
            )
