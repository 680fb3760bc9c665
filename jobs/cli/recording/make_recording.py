#!/usr/bin/env python3
"""Makes the demo recording: make_recording.py SOURCE_DIR OUT_DIR

SOURCE_DIR holds worldcup98-requests-per-minute.csv.gz and azure2019-100apps-one-day.csv.gz (see README.md).
OUT_DIR receives recording.txt.gz and recording.labels.json. Same input, same Python and zlib: same bytes.
"""

import datetime
import gzip
import io
import json
import math
import os
import random
import sys

from draws import binomial, gauss, poisson
from fleet import (ACCOUNT, ACCOUNT_CONCURRENCY, ATTACKS, BENIGN, DAY, FLEET, HOUR, MINUTES, REGION, REPEATED, SEED, START,
                   START_MINUTE, USD_PER_GB_SECOND, USD_PER_REQUEST)

COLUMNS = ["invocations", "throttles", "errors", "durationMeanMs", "durationMaxMs", "concurrency"]
RECURSION_MINUTES_TO_DOUBLE = 3
RECURSION_CALLS_AT_MOST = 30_000  # a minute; what a loop over one queue gets to before the account is full
MEMORY_OF_DRIFT = 0.98


def worldcup(folder):
    """Requests by epoch minute of 1998."""
    with gzip.open(os.path.join(folder, "worldcup98-requests-per-minute.csv.gz"), "rt") as lines:
        next(lines)
        return dict(map(int, line.split(",")) for line in lines)


def azure(folder):
    """Concurrency of each minute of the day, by app."""
    with gzip.open(os.path.join(folder, "azure2019-100apps-one-day.csv.gz"), "rt") as lines:
        next(lines)
        rows = (line.rstrip("\n").split(",") for line in lines)
        return {row[0]: [float(c) for c in row[3].split()] for row in rows}


def base_calls(function, rng, requests, apps):
    """The function's ordinary calls, minute by minute."""
    if function.origin[0] == "azure":
        day = apps[function.origin[1]]
        scale = function.rate * DAY / sum(day)
        # the one day repeats; each repetition is thinned anew: half of twice the calls
        return [binomial(rng, round(2 * scale * day[m % DAY]), 0.5) for m in range(MINUTES)]
    _, date, hour = function.origin
    epoch = datetime.datetime.fromisoformat(date + "T00:00:00+00:00").timestamp()
    first = int(epoch) // 60 + hour * HOUR
    source = [requests.get(first + recorded(m), 0) for m in range(MINUTES)]
    typical = sorted(source)[MINUTES // 2]  # the median: flash crowds do not scale the rest down
    share = min(1.0, function.rate / typical)
    calls = [binomial(rng, n, share) for n in source]
    return [thin_launch(rng, n, m - function.launch) for m, n in enumerate(calls)] if function.launch else calls


def recorded(minute):
    """Which minute of the slice stands behind a minute of the recording."""
    return minute - REPEATED if minute >= REPEATED else minute % (2 * DAY)


def thin_launch(rng, calls, age):
    """Nothing before the launch, then growing to all calls within an hour."""
    return binomial(rng, calls, max(0.0, min(1.0, age / 60)))


def factor_at(attack, minute):
    """By how much the attack multiplies the requests (or the duration) of this minute."""
    age = minute - attack.start
    if age < 0 or minute >= attack.end:
        return 1
    if attack.kind == "slow-burn":
        return 1 + (attack.factor - 1) * min(1.0, age / (5 * HOUR))
    if attack.kind == "pulse":
        return attack.factor if age % 30 < 4 else 1
    return attack.factor


def inject_calls(attack, calls, rng):
    """Adds the attack's calls in place."""
    peak = sorted(calls[: attack.start])[int(attack.start * 0.98)]
    for minute in range(attack.start, attack.end):
        if attack.kind == "recursion":
            grown = 2 ** ((minute - attack.start) / RECURSION_MINUTES_TO_DOUBLE)
            extra = min(RECURSION_CALLS_AT_MOST, grown)
        elif attack.kind == "off-peak":
            extra = attack.factor * peak - calls[minute]
        else:
            extra = calls[minute] * (factor_at(attack, minute) - 1)
        calls[minute] += max(0, poisson(rng, extra))


def inject_cron(cron, calls, rng):
    """The same burst every night."""
    usual = sum(calls) / MINUTES
    for midnight in range(0, MINUTES, DAY):
        for minute in range(midnight + cron.start, min(MINUTES, midnight + cron.end)):
            calls[minute] += poisson(rng, usual * (cron.factor - 1))


def durations(function, calls, stretch, rng):
    """Mean and longest duration in whole milliseconds; a minute without calls repeats the mean before it."""
    means, longest, drift, last = [], [], 0.0, function.ms
    for minute, n in enumerate(calls):
        drift = MEMORY_OF_DRIFT * drift + 0.004 * gauss(rng)
        if n:
            noise = max(-0.7, function.spread * gauss(rng) / math.sqrt(n))
            last = max(1, round(function.ms * stretch[minute] * (1 + drift) * (1 + noise)))
        means.append(last)
        tail = 0.0 if n < 2 else max(0.0, math.log(n) - math.log(-math.log(1 - rng.random() * 0.999999)))
        longest.append(min(function.timeout * 1000, round(last * (1 + function.spread * tail))) if n else 0)
    return means, longest


def peak_concurrency(calls, mean_ms, rng):
    """The highest of three Poisson counts around Little's law: calls a second x seconds a call."""
    if not calls:
        return 0
    mean = calls * mean_ms / 60_000
    peak = max(poisson(rng, mean) for _ in range(3))
    return max(1, min(peak, calls + math.ceil(mean)))


def stretches(function):
    """By how much each minute's calls take longer than usual."""
    stretch = [1.0] * MINUTES
    for event in ATTACKS + BENIGN:
        if event.kind in ("duration", "deployment") and function.name in event.functions:
            for minute in range(event.start, event.end):
                stretch[minute] *= event.factor
    return stretch


def cap_account(columns, rng):
    """Where the account's concurrency is used up, every function loses the same share of its calls to throttles."""
    capped = 0
    for minute in range(MINUTES):
        total = sum(c["concurrency"][minute] for c in columns)
        if total <= ACCOUNT_CONCURRENCY:
            continue
        capped += 1
        share = ACCOUNT_CONCURRENCY / total
        for column in columns:
            demand = column["invocations"][minute]
            column["invocations"][minute] = served = binomial(rng, demand, share)
            column["throttles"][minute] = demand - served
            peak = math.floor(column["concurrency"][minute] * share)
            column["concurrency"][minute] = max(1, peak) if served else 0
            if not served:
                column["durationMaxMs"][minute] = 0
    return capped


def usd(function, calls, mean_ms):
    """What the calls cost."""
    gb_seconds = calls * mean_ms / 1000 * function.memory / 1024
    return calls * USD_PER_REQUEST + gb_seconds * USD_PER_GB_SECOND[function.arch]


def build(folder):
    """All columns of all functions, and the calls as they were before the attacks."""
    requests, apps = worldcup(folder), azure(folder)
    columns, ordinary = [], []
    for index, function in enumerate(FLEET):
        rng = random.Random(SEED * 1000 + index)
        calls = base_calls(function, rng, requests, apps)
        for event in BENIGN:
            if event.kind == "cron" and function.name in event.functions:
                inject_cron(event, calls, rng)
        ordinary.append(list(calls))
        for attack in ATTACKS:
            if attack.kind != "duration" and function.name in attack.functions:
                inject_calls(attack, calls, rng)
        means, longest = durations(function, calls, stretches(function), rng)
        columns.append({
            "invocations": calls,
            "throttles": [0] * MINUTES,
            "durationMeanMs": means,
            "durationMaxMs": longest,
            "concurrency": [peak_concurrency(n, ms, rng) for n, ms in zip(calls, means)],
        })
    capped = cap_account(columns, random.Random(SEED))
    rng = random.Random(SEED + 1)
    for column in columns:
        column["errors"] = [binomial(rng, n, 0.002) for n in column["invocations"]]
    return columns, ordinary, capped


def timestamp(minute):
    moment = datetime.datetime.fromtimestamp((START_MINUTE + minute) * 60, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def label(event, columns, ordinary):
    """One line of the labels; the excess is what the injected calls or milliseconds cost."""
    excess = 0.0
    for index, function in enumerate(FLEET):
        if function.name not in event.functions or event.kind in ("real", "cron", "launch"):
            continue
        for minute in range(event.start, event.end):
            served, ms = columns[index]["invocations"][minute], columns[index]["durationMeanMs"][minute]
            stretched = event.kind in ("duration", "deployment")
            usual_ms = ms / event.factor if stretched else ms
            excess += usd(function, served, ms) - usd(function, min(served, ordinary[index][minute]), usual_ms)
    return {"id": event.id, "functions": event.functions, "from": timestamp(event.start), "to": timestamp(event.end),
            "description": event.says, "incidentKinds": event.expected, "excessUsd": round(excess, 2)}


def labels(columns, ordinary):
    return {
        "note": "The attacks are injected into thinned recordings of real traffic; none of them was recorded.",
        "account": ACCOUNT, "region": REGION, "start": START, "end": timestamp(MINUTES),
        "attacks": [label(a, columns, ordinary) for a in ATTACKS],
        "benign": [label(b, columns, ordinary) for b in BENIGN],
    }


def header(columns):
    sums = {name: sum(sum(c[name]) for c in columns) for name in ("invocations", "throttles", "errors")}
    active = throttled_only = milliseconds = 0
    for c in columns:
        milliseconds += sum(n * ms for n, ms in zip(c["invocations"], c["durationMeanMs"]))
        active += sum(1 for n in c["invocations"] if n)
        throttled_only += sum(1 for n, t in zip(c["invocations"], c["throttles"]) if t and not n)
    functions = [{"function": f.name, "account": ACCOUNT, "region": REGION, "memoryMb": f.memory,
                  "architecture": f.arch, "timeoutSeconds": f.timeout} for f in FLEET]
    return {"format": "breakwater-recording/1", "start": START, "minutes": MINUTES, "columns": COLUMNS,
            "functions": functions,
            "totals": {**sums, "durationMs": milliseconds, "samples": 5 * active + throttled_only}}


def deltas(values):
    return " ".join(str(now - before) for before, now in zip([0] + values, values))


def write(path, columns):
    """Gzip without a name and with time 0, so that only the content decides the bytes."""
    text = io.StringIO()
    text.write(json.dumps(header(columns), separators=(",", ":")) + "\n")
    for column in columns:
        for name in COLUMNS:
            text.write(deltas(column[name]) + "\n")
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode("ascii"))


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    source, out = arguments
    columns, ordinary, capped = build(source)
    os.makedirs(out, exist_ok=True)
    write(os.path.join(out, "recording.txt.gz"), columns)
    found = labels(columns, ordinary)
    with open(os.path.join(out, "recording.labels.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(found, file, indent=2)
        file.write("\n")
    summarise(columns, found, capped)


def summarise(columns, found, capped):
    hours = MINUTES / HOUR
    spent = sum(usd(f, n, ms) for f, c in zip(FLEET, columns) for n, ms in zip(c["invocations"], c["durationMeanMs"]))
    excess = sum(a["excessUsd"] for a in found["attacks"])
    print(f"{len(FLEET)} functions, {MINUTES} minutes, {spent:.0f} USD of which {excess:.0f} by attacks,"
          f" ordinary {(spent - excess) / hours:.1f} USD/hour, account full in {capped} minutes")
    for event in found["attacks"] + found["benign"]:
        print(f"  {event['from']} {event['id']:<13} {event['excessUsd']:>8.2f} USD  {event['description']}")


if __name__ == "__main__":
    main(sys.argv[1:])
