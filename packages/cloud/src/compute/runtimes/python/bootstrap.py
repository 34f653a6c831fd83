"""Runs one Python function: loads its handler, then serves invocations from the Lambda Runtime API one after another."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from terrella_runtime import errors, logs, settings  # noqa: E402

SETTINGS = settings.take(os.environ)
del sys.path[0]
sys.path.insert(0, SETTINGS.task_root)


def watch_parent():
    """The parent's end of stdin closes when it dies, however it dies."""
    import threading

    def wait():
        while True:
            try:
                if os.read(0, 4096) == b"":
                    break
            except OSError:
                break
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def main():
    from terrella_runtime import client as runtime_client
    from terrella_runtime import handlers, invocations

    watch_parent()
    log = logs.LogChannel(SETTINGS)
    logs.install(log)
    if SETTINGS.shifts_clock:
        from terrella_runtime import clock

        clock.install()
    client = runtime_client.RuntimeClient(SETTINGS.runtime_api)
    try:
        handler = handlers.load(SETTINGS.handler)
    except SystemExit:
        raise
    except BaseException as error:
        description = errors.describe(error, None)
        log.failure(description)
        client.init_error(description)
        sys.exit(1)
    invocations.serve(handler, client, log, SETTINGS)


main()
