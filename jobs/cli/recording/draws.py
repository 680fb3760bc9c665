"""Seeded draws from the standard library alone: random.Random.random() keeps its sequence across Python versions."""

import math


def gauss(rng):
    """One standard normal value (Box-Muller)."""
    return math.sqrt(-2 * math.log(1 - rng.random())) * math.cos(2 * math.pi * rng.random())


def poisson(rng, mean):
    """A Poisson count; above a mean of 40 by its normal approximation."""
    if mean <= 0:
        return 0
    if mean > 40:
        return max(0, round(mean + math.sqrt(mean) * gauss(rng)))
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def binomial(rng, trials, share):
    """How many of the trials are kept; above 40 kept and 40 lost by its normal approximation."""
    if trials <= 0 or share <= 0:
        return 0
    if share >= 1:
        return trials
    if share > 0.5:
        return trials - binomial(rng, trials, 1 - share)
    mean = trials * share
    if mean > 40:
        return min(trials, max(0, round(mean + math.sqrt(mean * (1 - share)) * gauss(rng))))
    kept, position, scale = 0, -1, math.log(1 - share)
    while True:  # jump from one kept trial to the next
        position += 1 + int(math.log(1 - rng.random()) / scale)
        if position >= trials:
            return kept
        kept += 1
