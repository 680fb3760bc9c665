package dev.breakwater.core.cost;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;

/**
 * What computing costs on one architecture in one region.
 *
 * @param tiers       by the month's use, ends rising, the last without an end; never empty
 * @param provisioned pico-USD a GB-second of provisioned concurrency kept ready
 * @param running     pico-USD a GB-second of code that runs on provisioned concurrency
 */
public record ComputeTariff(List<Tier> tiers, long provisioned, long running) implements Serializable {

    public ComputeTariff {
        tiers = List.copyOf(tiers);
    }

    /** MB-milliseconds of a month times their prices; {@link Amounts#nano} makes an amount of it. */
    BigInteger price(long mbMillis) {
        BigInteger sum = BigInteger.ZERO;
        long from = 0;
        for (Tier tier : tiers) {
            long to = Math.min(mbMillis, tier.upToMbMillis());
            if (to <= from) break;
            sum = sum.add(Amounts.product(to - from, tier.pico()));
            from = to;
        }
        return sum;
    }
}
