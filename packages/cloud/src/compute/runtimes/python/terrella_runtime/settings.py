"""What the pool tells the bootstrap, and the function must not see."""


class Settings:
    __slots__ = ("runtime_api", "task_root", "handler", "log_descriptor", "log_format", "log_level", "shifts_clock")


def take(environment):
    out = Settings()
    out.runtime_api = environment["AWS_LAMBDA_RUNTIME_API"]
    out.task_root = environment["LAMBDA_TASK_ROOT"]
    out.handler = environment.get("_HANDLER", "")
    out.log_descriptor = int(environment.pop("_LAMBDA_TELEMETRY_LOG_FD", "3"))
    out.log_format = environment.get("AWS_LAMBDA_LOG_FORMAT", "Text")
    out.log_level = environment.get("AWS_LAMBDA_LOG_LEVEL", "")
    out.shifts_clock = environment.pop("TERRELLA_SHIFTS_CLOCK", "") == "1"
    return out
