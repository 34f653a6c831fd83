"""Finds and loads `package/module.function`."""
import importlib

from . import errors


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise errors.RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}") from None
    module = _load_module(module_name)
    handler = getattr(module, function_name, None)
    if handler is None:
        raise errors.RuntimeFault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


def _load_module(name):
    try:
        return importlib.import_module(name.replace("/", "."))
    except ImportError as error:
        raise errors.RuntimeFault("Runtime.ImportModuleError", f"Unable to import module '{name}': {error}", errors.stack(error)) from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").rstrip()}']
        raise errors.RuntimeFault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{name}': {error}", trace) from None
