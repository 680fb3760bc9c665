"""The functions of the demo account and what happens to them. Times are minutes after START."""

from collections import namedtuple

ACCOUNT = "111122223333"
REGION = "eu-west-1"
START = "2026-07-31T00:00:00Z"  # a Friday
START_MINUTE = 1785456000 // 60
MINUTES = 9600  # 6 days and 16 hours: five days of history, then the attacks
REPEATED = 3 * 1440  # the first days repeat the first two recorded ones, thinned anew: a settled history
ACCOUNT_CONCURRENCY = 1000
USD_PER_REQUEST = 2e-7
USD_PER_GB_SECOND = {"x86_64": 0.0000166667, "arm64": 0.0000133334}
SEED = 20260803

DAY, HOUR = 1440, 60

# origin: ("worldcup", first day, hour of that day that becomes 00:00) or ("azure", app)
# rate: mean calls a minute; ms: mean duration; spread: standard deviation / mean of one call
Function = namedtuple("Function", "name origin rate ms spread memory arch timeout launch")

SUMMER, EARLY, LATE, MATCHES, FINALS = "1998-06-02", "1998-05-25", "1998-07-20", "1998-06-16", "1998-06-23"
SEMIFINAL, SPRING = "1998-07-05", "1998-05-04"
TUE, WED, THU = 4 * 1440, 5 * 1440, 6 * 1440


def _web(name, day, hour, rate, ms, memory, arch="x86_64", spread=0.5, timeout=30, launch=0):
    return Function(name, ("worldcup", day, hour), rate, ms, spread, memory, arch, timeout, launch)


def _app(name, app, rate, ms, memory, arch="x86_64", spread=0.4, timeout=60):
    return Function(name, ("azure", app), rate, ms, spread, memory, arch, timeout, 0)


FLEET = [
    _web("checkout", SUMMER, 0, 700, 520, 1769),
    _web("pdf-render", EARLY, 0, 560, 4600, 3008, spread=0.6, timeout=60),
    _web("price-quote", SUMMER, 3, 1800, 900, 3072, spread=0.3),
    _web("order-events", LATE, 0, 24, 2200, 1536, timeout=120),
    _web("image-resize", EARLY, 2, 900, 1100, 2048, arch="arm64", spread=0.6),
    _web("feed-ranking", FINALS, 0, 2100, 800, 2048),
    _web("promo-landing", LATE, 1, 900, 600, 1536, launch=TUE + 8 * HOUR),
    _web("search", SUMMER, 1, 1600, 620, 1769, arch="arm64"),
    _web("live-scores", SEMIFINAL, 0, 1400, 110, 1024, arch="arm64"),
    _web("cart", SUMMER, 0, 800, 480, 1769),
    _web("catalog", EARLY, 0, 1100, 350, 1769),
    _web("recommendations", EARLY, 4, 420, 760, 2048),
    _web("reviews", LATE, 2, 520, 560, 2048),
    _web("inventory-sync", SPRING, 0, 300, 1300, 1536, spread=0.7, timeout=60),
    _web("shipping-rates", SUMMER, 5, 640, 620, 1536),
    _web("tax-calc", EARLY, 1, 900, 400, 1769),
    _web("wishlist", LATE, 0, 480, 700, 1769),
    _web("session-auth", SUMMER, 2, 1900, 210, 1536),
    _web("geo-lookup", EARLY, 6, 1300, 300, 1536),
    _web("currency-rates", LATE, 4, 700, 520, 1769),
    _web("notifications", MATCHES, 0, 460, 820, 1769, arch="arm64"),
    _web("email-render", SPRING, 2, 330, 1200, 1536, spread=0.8, timeout=60),
    _web("audit-log", SUMMER, 0, 1500, 260, 1536),
    _web("ab-assign", EARLY, 3, 1600, 230, 1769),
    _web("loyalty-points", LATE, 3, 450, 720, 1769),
    _app("nightly-export", "dd359c27a85d", 6, 6000, 2048, timeout=300),
    _app("thumbnails", "b5a2e82aeaf7", 28, 900, 1024),
    _app("ledger-poster", "fdaf34226659", 12, 400, 512),
    _app("invoice-mailer", "dffe41c856a7", 8, 1500, 512),
    _app("health-probe", "f5936476c5d1", 16, 90, 256, arch="arm64", spread=0.2),
    _app("queue-drain", "cde6e5158513", 20, 350, 512, arch="arm64"),
    _app("webhook-intake", "ed5eee3a8ca1", 14, 240, 512),
    _app("clickstream", "b58fc0a0f39c", 99, 120, 512, arch="arm64", spread=0.3),
    _app("csv-import", "f0a597c7e748", 5, 6000, 1024, timeout=300),
    _app("stock-alerts", "c58675d1282e", 4, 700, 512),
    _app("fraud-rules", "b93bc314581c", 9, 480, 1024),
    _app("backup-index", "e7acfb3bab6f", 3, 2600, 1024, timeout=300),
    _app("cache-warm", "da1fa1d577f2", 2, 1100, 512),
    _app("consent-sync", "e9ae6bd6651f", 3, 300, 256),
    _app("metrics-rollup", "ffd7cf63cfba", 8, 650, 512, arch="arm64"),
]

SPREAD_OVER = [f.name for f in FLEET[9:25]]  # cart ... loyalty-points: sixteen web functions

# kind: shape of the injection; params differ by kind; expected: the incident kinds that name it rightly
Attack = namedtuple("Attack", "id kind functions start end factor says expected")

ATTACKS = [
    Attack("flood", "flood", ["checkout"], WED + 14 * HOUR + 20, WED + 15 * HOUR + 20, 32,
           "requests x32 for 60 minutes", ["flood"]),
    Attack("slow-burn", "slow-burn", ["pdf-render"], WED + 15 * HOUR, THU + 1 * HOUR, 2.5,
           "a leech: requests ramp to x2.5 over 5 hours and stay for 5 hours", ["slow-burn", "flood"]),
    Attack("duration", "duration", ["image-resize"], WED + 16 * HOUR + 40, WED + 18 * HOUR + 40, 10,
           "each call takes 10 times as long for 2 hours, requests unchanged", ["duration"]),
    Attack("recursion", "recursion", ["order-events"], WED + 19 * HOUR + 10, WED + 20 * HOUR + 20, 2,
           "a loop: calls double every 3 minutes from a single one until the account's concurrency is used up",
           ["recursion", "flood"]),
    Attack("pulse", "pulse", ["price-quote"], WED + 21 * HOUR + 30, THU + 2 * HOUR + 30, 12,
           "requests x12 for 4 minutes, every 30 minutes, for 5 hours", ["pulse", "flood"]),
    Attack("off-peak", "off-peak", ["feed-ranking"], THU + 3 * HOUR + 30, THU + 6 * HOUR + 30, 0.95,
           "the quiet night is raised to 95 % of the daily peak for 3 hours", ["flood", "slow-burn"]),
    Attack("spread", "spread", SPREAD_OVER, THU + 6 * HOUR + 45, THU + 10 * HOUR + 45, 2,
           "sixteen functions x2 at once for 4 hours, each hardly remarkable alone", ["spread"]),
    Attack("new-function", "flood", ["promo-landing"], THU + 11 * HOUR + 30, THU + 12 * HOUR + 30, 25,
           "a function launched two days earlier gets requests x25 for 60 minutes", ["new-function", "flood"]),
]

BENIGN = [
    Attack("deployment", "deployment", ["search"], WED + 13 * HOUR + 10, MINUTES, 1.5,
           "a new version takes 1.5 times as long, for good", []),
    Attack("cron", "cron", ["nightly-export"], 2 * HOUR, 2 * HOUR + 25, 50,
           "an export at 02:00 every night, 25 minutes", []),
    Attack("flash-crowd", "real", ["live-scores"], WED + 18 * HOUR + 30, WED + 21 * HOUR + 30, 0,
           "a real flash crowd, left as recorded: the semi-final of 7 July 1998", []),
    Attack("launch", "launch", ["promo-landing"], TUE + 8 * HOUR, TUE + 9 * HOUR, 0,
           "a new function, traffic ramping up within an hour", []),
]
