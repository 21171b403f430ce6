"""Writes a template's function: for each node of the framework's tree the lines of Python that do the same."""

from collections.abc import Callable
from typing import Any

from django.template import Context
from django.template.base import FilterExpression, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, TemplateLiteral, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

from . import reading

KNOWN = {
    "show": reading.show, "name": reading.name, "dot": reading.dot, "needed": reading.needed, "MISSING": reading.MISSING,
    "tagged": reading.tagged, "kept_safe": reading.kept_safe, "listed": reading.listed, "looped": reading.looped,
}  # fmt: skip
COMPARED = {"==", "!=", "<", ">", "<=", ">=", "in", "not in", "is", "is not"}


class QuickList(NodeList):
    """The nodes of a template, drawn by one function."""

    def __init__(self, nodes: NodeList, draw: Callable[[Context], str]):
        super().__init__(nodes)
        self.contains_nontext = nodes.contains_nontext
        self.draw = draw
        self.found: dict[type, list[Any]] = {}

    def get_nodes_by_type(self, nodetype: type) -> list[Any]:
        """All nodes of a type in here, looked for once: every page asks for the blocks of its frame."""
        if nodetype not in self.found:
            self.found[nodetype] = super().get_nodes_by_type(nodetype)
        return self.found[nodetype]

    def render(self, context: Context) -> SafeString:
        """The text of all nodes."""
        return SafeString(self.draw(context))


def quick(nodes: NodeList) -> NodeList:
    """The same nodes with a function that draws them; lists of nodes inside nodes that draw themselves as well."""
    if isinstance(nodes, QuickList):
        return nodes
    writer = Writer()
    writer.nodes(nodes, 1)
    return QuickList(nodes, writer.function())


class Writer:
    """The lines of one function and the objects they name."""

    def __init__(self) -> None:
        self.lines = ["def draw(c):", " parts = []", " out = parts.append"]
        self.names: dict[str, Any] = dict(KNOWN)
        self.text: list[str] = []

    def function(self) -> Callable[[Context], str]:
        """The function that was written."""
        self.say(1, "return ''.join(parts)")
        exec(compile("\n".join(self.lines), "<template>", "exec"), self.names)  # noqa: S102  from our own templates
        draw: Callable[[Context], str] = self.names["draw"]
        return draw

    def say(self, depth: int, line: str) -> None:
        """One line; text that waits goes out before it."""
        self.flush(depth)
        self.lines.append(" " * depth + line)

    def flush(self, depth: int) -> None:
        """Put down the text that waits as one line."""
        if self.text:
            self.lines.append(" " * depth + f"out({''.join(self.text)!r})")
            self.text.clear()

    def given(self, thing: Any) -> str:
        """A name for an object of the template."""
        name = f"_{len(self.names)}"
        self.names[name] = thing
        return name

    def nodes(self, nodes: NodeList, depth: int) -> None:
        """Lines for nodes in their order."""
        for node in nodes:
            write = WRITERS.get(type(node))
            if write is None or not write(self, node, depth):
                _quicken(node)
                self.say(depth, f"out({self.given(node)}.render(c))")
        self.flush(depth)

    def body(self, nodes: NodeList, depth: int) -> None:
        """Lines for nodes below a line that ends with a colon."""
        size = len(self.lines)
        self.nodes(nodes, depth)
        if len(self.lines) == size:
            self.say(depth, "pass")

    # ---------- values ----------

    def value(self, expression: FilterExpression, missing: str = "''") -> str:
        """What a template writes between braces, filters included; `missing` stands for a name that is not there."""
        start = expression.var
        said = self.variable(start) if isinstance(start, Variable) else self.given(start)
        if missing and isinstance(start, Variable) and start.lookups:
            said = f"({missing} if (v := {said}) is MISSING else v)"
        for function, arguments in expression.filters:
            said = self.filtered(function, arguments, said)
        return said

    def variable(self, variable: Variable) -> str:
        """A name with its dots, or what stands there literally."""
        if variable.translate:
            return f"{self.given(variable)}.resolve(c)"
        if variable.lookups is None:
            return self.given(variable.literal)
        first, *dots = variable.lookups
        said = f"name(c, {first!r})"
        for word in dots:
            said = f"dot({said}, {word!r})"
        return said

    def filtered(self, function: Any, arguments: Any, value: str) -> str:
        """A filter around a value."""
        said = [
            f"needed({self.variable(one)}, {one.var!r})" if is_name else self.given(mark_safe(one))  # noqa: S308  written in the template
            for is_name, one in arguments
        ]
        if getattr(function, "needs_autoescape", False):
            said.append("autoescape=c.autoescape")
        if getattr(function, "expects_localtime", False):
            value = f"{self.given(template_localtime)}({value}, c.use_tz)"
        call = "kept_safe({}, {})" if getattr(function, "is_safe", False) else "{}({})"
        return call.format(self.given(function), ", ".join((value, *said)))

    def condition(self, asked: Any) -> str | None:
        """What stands behind `if`, None when it holds something unknown."""
        if type(asked) is TemplateLiteral:
            literal: Any = asked.value
            return self.value(literal, "None")
        if asked.id == "not":
            inner = self.condition(asked.first)
            return inner and f"(not {inner})"
        if asked.id not in COMPARED | {"and", "or"}:
            return None
        left, right = self.condition(asked.first), self.condition(asked.second)
        return f"({left} {asked.id} {right})" if left and right else None


def _quicken(node: Any) -> None:
    """Lists of nodes inside a node that draws itself; of a page that extends another only its blocks are drawn."""
    if isinstance(node, ExtendsNode):
        blocks: list[Any] = node.nodelist.get_nodes_by_type(BlockNode)
        for block in blocks:
            block.nodelist = quick(block.nodelist)
        return
    for word in node.child_nodelists:
        inner = getattr(node, word, None)
        if type(inner) is NodeList and word in vars(node):
            setattr(node, word, quick(inner))


def _is_name(asked: Any) -> bool:
    return type(asked) is TemplateLiteral and not _filters(asked)


def _filters(asked: Any) -> Any:
    return asked.value.filters


def _met(asked: Any, context: Context) -> bool:
    return bool(asked.eval(context))


# ---------- nodes: each says its lines, or gives False when it holds something rare ----------


def _text(writer: Writer, node: Any, depth: int) -> bool:
    writer.text.append(node.s)
    return True


def _nothing(writer: Writer, node: Any, depth: int) -> bool:
    return True


def _variable(writer: Writer, node: Any, depth: int) -> bool:
    filters = node.filter_expression.filters
    writer.say(depth, f"out(show({writer.value(node.filter_expression, chr(39) * 2 if filters else '')}, c))")
    return True


def _if(writer: Writer, node: Any, depth: int) -> bool:
    branches: list[tuple[Any, NodeList]] = node.conditions_nodelists
    conditions = [None if asked is None else writer.condition(asked) for asked, _nodes in branches]
    if any(said is None and asked is not None for said, (asked, _) in zip(conditions, branches, strict=True)):
        return False
    writer.flush(depth)
    for said, (asked, nodes) in zip(conditions, branches, strict=True):
        if asked is None:
            writer.body(nodes, depth)
            break
        if _is_name(asked):
            writer.say(depth, f"if {said}:")
        else:
            whole = writer.given(asked)
            writer.say(depth, f"try: met = {said}")
            writer.say(depth, f"except Exception: met = {writer.given(_met)}({whole}, c)")
            writer.say(depth, "if met:")
        writer.body(nodes, depth + 1)
        writer.say(depth, "else:")
        depth += 1
    else:
        writer.say(depth, "pass")
    return True


def _for(writer: Writer, node: Any, depth: int) -> bool:
    values, turns = f"l{depth}", f"t{depth}"
    writer.say(depth, f"{values} = listed({writer.value(node.sequence, 'None')})")
    writer.say(
        depth, f"for {turns} in looped(c, {values}, {bool(node.is_reversed)}, {tuple(node.loopvars)!r}):"
    )
    writer.body(node.nodelist_loop, depth + 1)
    if node.nodelist_empty:
        writer.say(depth, f"if not len({values}):")
        writer.body(node.nodelist_empty, depth + 1)
    return True


def _with(writer: Writer, node: Any, depth: int) -> bool:
    writer.say(depth, f"c.dicts.append({_named(writer, node.extra_context)})")
    writer.nodes(node.nodelist, depth)
    writer.say(depth, "c.dicts.pop()")
    return True


def _include(writer: Writer, node: Any, depth: int) -> bool:
    which = node.template
    if which.is_var or which.filters or which.var.startswith(".") or node.isolated_context:
        return False
    part = writer.given(reading.Part(str(which.var)))
    writer.say(depth, f"out({part}.render(c, {_named(writer, node.extra_context)}))")
    return True


def _tag(writer: Writer, node: Any, depth: int) -> bool:
    said = ["c"] if node.takes_context else []
    said += [writer.value(one) for one in node.args]
    said += [f"{word}={writer.value(one)}" for word, one in node.kwargs.items()]
    call = f"{writer.given(node.func)}({', '.join(said)})"
    if node.target_var is None:
        writer.say(depth, f"out(tagged({call}, c))")
    else:
        writer.say(depth, f"c[{node.target_var!r}] = {call}")
    return True


def _translate(writer: Writer, node: Any, depth: int) -> bool:
    what = node.filter_expression
    fixed = what.var.lookups is None and not what.filters
    if not fixed or node.asvar or node.noop or (node.message_context and node.message_context.is_var):
        return False
    writer.say(depth, f"out({writer.given(reading.Sentence(node))}.render(c))")
    return True


def _blocktranslate(writer: Writer, node: Any, depth: int) -> bool:
    if node.trimmed or (node.message_context and node.message_context.is_var):
        return False
    counted = {node.countervar: node.counter} if node.plural else {}
    call = (
        f"{writer.given(reading.Filled(node))}.render(c, {_named(writer, {**node.extra_context, **counted})})"
    )
    writer.say(depth, f"c[{node.asvar!r}] = {call}" if node.asvar else f"out({call})")
    return True


def _named(writer: Writer, extra: dict[str, FilterExpression]) -> str:
    return "{" + ", ".join(f"{word!r}: {writer.value(one)}" for word, one in extra.items()) + "}"


WRITERS: dict[type, Callable[[Writer, Any, int], bool]] = {
    TextNode: _text, VariableNode: _variable, CommentNode: _nothing, LoadNode: _nothing, IfNode: _if, ForNode: _for,
    WithNode: _with, IncludeNode: _include, SimpleNode: _tag, TranslateNode: _translate,
    BlockTranslateNode: _blocktranslate,
}  # fmt: skip
