package dev.breakwater.bench.score;

import dev.breakwater.bench.set.AttackKind;

/**
 * What became of one attack.
 *
 * @param delay   minutes from its start to the first alarm; -1 when there was none
 * @param averted the share of its cost that came after the minute of the first alarm, 0 to 1
 */
public record Found(AttackKind kind, int delay, double averted) {

    public boolean hit() {
        return delay >= 0;
    }
}
