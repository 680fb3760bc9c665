#!/usr/bin/env python3
"""Packs the recordings that the bench draws its traffic from: make_base.py SOURCE_DIR OUT_FILE

SOURCE_DIR holds worldcup98-requests-per-minute.csv.gz, azure2019-100apps-one-day.csv.gz and nab.tar.gz (see README.md).
Nothing is drawn here: the numbers are the recorded ones. Same input, same Python and zlib: same bytes.
"""

import csv
import datetime
import gzip
import io
import json
import os
import sys
import tarfile

DAY = 1440
THOUSANDTHS = 1000


def worldcup(folder):
    """First epoch minute of a whole day, and the requests of every minute from then on; a minute left out had none."""
    with gzip.open(os.path.join(folder, "worldcup98-requests-per-minute.csv.gz"), "rt") as lines:
        next(lines)
        requests = dict(map(int, line.split(",")) for line in lines)
    first = -(-min(requests) // DAY) * DAY
    last = (max(requests) + 1) // DAY * DAY
    return first, [requests.get(minute, 0) for minute in range(first, last)]


def azure(folder):
    """Name, calls of the day and concurrency of each minute in thousandths, app by app."""
    with gzip.open(os.path.join(folder, "azure2019-100apps-one-day.csv.gz"), "rt") as lines:
        next(lines)
        rows = [line.rstrip("\n").split(",") for line in lines]
    return [(row[0], int(row[1]), [round(float(c) * THOUSANDTHS) for c in row[3].split()]) for row in rows]


def nab(folder):
    """Name, minutes between two counts, and the counts of whole days, of NAB's series of what people do."""
    with tarfile.open(os.path.join(folder, "nab.tar.gz")) as archive:
        for name in sorted(archive.getnames()):
            if not ("/realTweets/" in name and name.endswith(".csv") or name.endswith("/nyc_taxi.csv")):
                continue
            rows = list(csv.reader(io.TextIOWrapper(archive.extractfile(name), "ascii")))[1:]
            times = [datetime.datetime.fromisoformat(at) for at, _ in rows]
            step = int((times[1] - times[0]).total_seconds()) // 60
            first = next(i for i, at in enumerate(times) if at.hour * 60 + at.minute < step)
            counts = {(at - times[first]) // datetime.timedelta(minutes=step): int(float(n)) for at, (_, n) in zip(times, rows)}
            length = (max(counts) + 1) // (DAY // step) * (DAY // step)
            yield os.path.basename(name)[:-4], step, [counts.get(i, 0) for i in range(length)]


def deltas(values):
    return " ".join(str(now - before) for before, now in zip([0] + values, values))


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    source, out = arguments
    first, requests = worldcup(source)
    apps = azure(source)
    series = list(nab(source))
    header = {"format": "breakwater-bench-base/2", "webFirstMinute": first, "webMinutes": len(requests),
              "apps": [{"app": name, "callsOfDay": calls} for name, calls, _ in apps],
              "series": [{"name": name, "minutesApart": step, "counts": len(counts)} for name, step, counts in series]}
    text = io.StringIO()
    text.write(json.dumps(header, separators=(",", ":")) + "\n")
    text.write(deltas(requests) + "\n")
    for _, _, concurrency in apps:
        text.write(deltas(concurrency) + "\n")
    for _, _, counts in series:
        text.write(deltas(counts) + "\n")
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode("ascii"))


if __name__ == "__main__":
    main(sys.argv[1:])
