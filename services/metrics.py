"""What this process counts about itself. Labels name routes and states, never a company or a row."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_LAGS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 10.0)


class Metrics:
    """Its own registry, so that two programs in one process do not count together."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.streams = Gauge("live_streams", "Open streams.", registry=self.registry)
        self.refused = Counter(
            "live_streams_refused", "Streams beyond a limit.", ["limit"], registry=self.registry
        )
        self.sent = Counter("live_events_sent", "Names sent to browsers.", registry=self.registry)
        self.coalesced = Counter(
            "live_events_coalesced",
            "Names that a slow browser was told about as one `live`.",
            registry=self.registry,
        )
        self.lag = Histogram(
            "live_lag_seconds",
            "From the hint in Redis until it was handed to the browser's connection.",
            buckets=_LAGS,
            registry=self.registry,
        )
        self.reconnects = Counter(
            "live_hub_reconnects", "Times Redis was lost and found again.", registry=self.registry
        )
        self.redis_away = Gauge(
            "live_hub_redis_away", "1 while browsers poll.", registry=self.registry
        )
        self.requests = Counter(
            "http_requests", "Answers.", ["method", "route", "status"], registry=self.registry
        )
        self.latency = Histogram(
            "http_request_seconds",
            "Until the answer's first byte.",
            ["method", "route"],
            buckets=_LATENCIES,
            registry=self.registry,
        )
