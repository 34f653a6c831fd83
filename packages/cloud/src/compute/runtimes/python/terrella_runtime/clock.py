"""On a virtual clock the function reads the cloud's time: that of its invocation's beginning, going on from there."""
import datetime as module
import time

_real_time = time.time
_real_datetime = module.datetime
_real_date = module.date
_offset = 0.0


def set_now(cloud_now_ms):
    global _offset
    _offset = cloud_now_ms / 1000 - _real_time()


def now():
    return _real_time() + _offset


class _DatetimeType(type(_real_datetime)):
    def __instancecheck__(cls, value):
        return isinstance(value, _real_datetime)

    def __subclasscheck__(cls, other):
        return issubclass(other, _real_datetime)


class _Datetime(_real_datetime, metaclass=_DatetimeType):
    @classmethod
    def now(cls, tz=None):
        return _real_datetime.fromtimestamp(now(), tz)

    @classmethod
    def utcnow(cls):
        return _real_datetime.fromtimestamp(now(), module.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()


class _DateType(type(_real_date)):
    def __instancecheck__(cls, value):
        return isinstance(value, _real_date)

    def __subclasscheck__(cls, other):
        return issubclass(other, _real_date)


class _Date(_real_date, metaclass=_DateType):
    @classmethod
    def today(cls):
        return _real_date.fromtimestamp(now())


def install():
    gmtime, localtime = time.gmtime, time.localtime
    time.time = now
    time.time_ns = lambda: int(now() * 1_000_000_000)
    time.gmtime = lambda seconds=None: gmtime(now() if seconds is None else seconds)
    time.localtime = lambda seconds=None: localtime(now() if seconds is None else seconds)
    strftime = time.strftime
    time.strftime = lambda form, moment=None: strftime(form, localtime(now()) if moment is None else moment)
    _Datetime.__name__ = _Datetime.__qualname__ = "datetime"
    _Date.__name__ = _Date.__qualname__ = "date"
    module.datetime = _Datetime
    module.date = _Date
