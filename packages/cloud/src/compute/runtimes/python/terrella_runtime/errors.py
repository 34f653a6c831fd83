"""Errors as AWS's Python runtime reports them."""
import traceback


class RuntimeFault(Exception):
    """An error that the runtime itself raises, such as Runtime.HandlerNotFound."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.trace = trace or []


def describe(error, request_id):
    """The body of an error response: errorMessage, errorType, requestId, stackTrace."""
    if isinstance(error, RuntimeFault):
        return _body(str(error), error.error_type, request_id, error.trace)
    return _body(str(error), type(error).__name__, request_id, stack(error))


def stack(error):
    """The function's own frames, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "terrella_runtime" not in frame.filename and "importlib" not in frame.filename]
    return traceback.format_list(own)


def _body(message, error_type, request_id, trace):
    body = {"errorMessage": message, "errorType": error_type}
    body["requestId"] = request_id or ""
    body["stackTrace"] = trace
    return body
