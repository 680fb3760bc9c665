package dev.breakwater.core.cost;

import java.math.BigInteger;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Spreads what is free once in an organisation over its lines, in proportion to what each used; the parts add up to
 * exactly what is free, or to the whole use where that is less. AWS does not say how it spreads it; the sum is what
 * counts on the payer's bill.
 */
final class FreeShares {

    private FreeShares() {}

    static long[] of(List<Usage> lines, long free, ToLongFunction<Usage> use) {
        long[] parts = new long[lines.size()];
        long total = lines.stream().filter(Usage::free).mapToLong(use).sum();
        BigInteger give = BigInteger.valueOf(Math.min(free, total));
        long used = 0;
        long given = 0;
        for (int i = 0; i < parts.length; i++) {
            if (!lines.get(i).free()) continue;
            used += use.applyAsLong(lines.get(i));
            long upToHere = Amounts.part(give, used, total);
            parts[i] = upToHere - given;
            given = upToHere;
        }
        return parts;
    }
}
