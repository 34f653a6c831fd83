"""The function's log: every entry is one frame on a descriptor of its own, so that text of several lines stays one event."""
import json
import logging
import os
import struct
import sys
import time
import traceback

ENTRY = 0xA55A0003
END = 0xA55A00FF
LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"aws_request_id", "message", "asctime", "taskName"}


class LogChannel:
    def __init__(self, settings):
        self._descriptor = settings.log_descriptor
        self.is_json = settings.log_format == "JSON"
        self.level = LEVELS.get(settings.log_level.upper()) if self.is_json else None
        self.request_id = None
        self._real_time = time.time

    def raw(self, text):
        self._frame(ENTRY, text.encode("utf-8", "replace"))

    def end(self, request_id):
        """Tells the parent that everything of this invocation has been written."""
        sys.stdout.flush()
        sys.stderr.flush()
        self._frame(END, request_id.encode())

    def failure(self, description):
        """An error that ended the invocation."""
        if self.is_json:
            entry = {"timestamp": _timestamp(time.time()), "log_level": "ERROR", **description}
            return self.raw(json.dumps(entry))
        text = f"[ERROR] {description['errorType']}: {description['errorMessage']}"
        if description["stackTrace"]:
            text += "\nTraceback (most recent call last):\n" + "".join(description["stackTrace"])
        self.raw(text)

    def _frame(self, kind, body):
        header = struct.pack(">IIq", kind, len(body), int(self._real_time() * 1_000_000))
        data = memoryview(header + body)
        while data:
            try:
                data = data[os.write(self._descriptor, data):]
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:
                return


class LineStream:
    """stdout and stderr: one entry a line."""

    encoding = "utf-8"
    errors = "replace"
    closed = False

    def __init__(self, log, descriptor):
        self._log = log
        self._descriptor = descriptor
        self._partial = ""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        lines = (self._partial + text).split("\n")
        self._partial = lines.pop()
        for line in lines:
            self._log.raw(line)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if self._partial:
            self._log.raw(self._partial)
        self._partial = ""

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False


class Handler(logging.Handler):
    """Python's logging, in Lambda's text or JSON form."""

    def __init__(self, log):
        super().__init__()
        self._log = log

    def emit(self, record):
        try:
            record.aws_request_id = self._log.request_id or ""
            self._log.raw(self._json(record) if self._log.is_json else self._text(record))
        except Exception:
            self.handleError(record)

    def _text(self, record):
        if self.formatter is not None:
            return self.format(record)
        text = f"[{record.levelname}]\t{_timestamp(record.created)}\t{record.aws_request_id}\t{record.getMessage()}"
        if record.exc_info:
            text += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        return text

    def _json(self, record):
        seconds = _timestamp(record.created)[:19] + "Z"
        entry = {"timestamp": seconds, "level": record.levelname, "message": record.getMessage(), "logger": record.name}
        if record.exc_info and record.exc_info[0]:
            entry["stackTrace"] = traceback.format_tb(record.exc_info[2])
            entry["errorType"] = record.exc_info[0].__name__
            entry["errorMessage"] = str(record.exc_info[1])
            entry["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        for name, value in record.__dict__.items():
            if name not in STANDARD and name not in entry:
                entry[name] = value
        entry["requestId"] = record.aws_request_id
        return json.dumps(entry, default=str)


def install(log):
    sys.stdout = LineStream(log, 1)
    sys.stderr = LineStream(log, 2)
    root = logging.getLogger()
    root.addHandler(Handler(log))
    if log.level is not None:
        root.setLevel(log.level)


def _timestamp(seconds):
    moment = time.gmtime(seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%S", moment) + ".%03dZ" % (int(seconds * 1000) % 1000)
