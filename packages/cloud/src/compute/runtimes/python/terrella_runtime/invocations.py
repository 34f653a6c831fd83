"""One invocation after another."""
import json
import os
import time

from . import errors


class ClientContext:
    def __init__(self, data):
        self.custom = data.get("custom")
        self.env = data.get("env")
        client = data.get("client")
        self.client = _Attributes(client) if isinstance(client, dict) else None


class _Attributes:
    def __init__(self, data):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, data.get(name))


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, headers, log):
        environment = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = CognitoIdentity()
        text = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(text)) if text else None
        self._log = log
        self._ends_at = time.monotonic() + float(headers.get("terrella-remaining-ms", "0")) / 1000

    def get_remaining_time_in_millis(self):
        return max(0, int((self._ends_at - time.monotonic()) * 1000))

    def log(self, message):
        self._log.raw(str(message))

    def __repr__(self):
        return f"LambdaContext([aws_request_id={self.aws_request_id},function_name={self.function_name}])"


def serve(handler, client, log, settings):
    while True:
        headers, body = client.next()
        request_id = headers["lambda-runtime-aws-request-id"]
        log.request_id = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        if settings.shifts_clock:
            from . import clock

            clock.set_now(float(headers["terrella-cloud-time-ms"]))
        try:
            answer = _run(handler, headers, body, log)
        except SystemExit:
            log.end(request_id)
            raise
        except BaseException as error:
            description = errors.describe(error, request_id)
            log.failure(description)
            log.end(request_id)
            client.fail(request_id, description)
        else:
            log.end(request_id)
            client.respond(request_id, answer)


def _run(handler, headers, body, log):
    try:
        event = json.loads(body)
    except ValueError as error:
        raise errors.RuntimeFault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None
    result = handler(event, LambdaContext(headers, log))
    try:
        return json.dumps(result, default=_serialize).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise errors.RuntimeFault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def _serialize(value):
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
