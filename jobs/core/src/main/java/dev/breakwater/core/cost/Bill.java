package dev.breakwater.core.cost;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A month's bill.
 *
 * @param lines one a function, sorted by account, region, architecture and name
 * @param gaps  lines that could not be priced as they are, and as what they were priced
 */
public record Bill(List<BillLine> lines, List<Gap> gaps) {

    /**
     * Something that the price table does not know.
     *
     * @param what     {@code region} or {@code architecture}
     * @param found    the name that has no price
     * @param pricedAs what was taken instead
     */
    public record Gap(Usage usage, String what, String found, String pricedAs) {}

    public long totalNano() {
        return lines.stream().mapToLong(BillLine::totalNano).sum();
    }

    /** Nano-USD by account. */
    public Map<String, Long> byAccount() {
        return by(Usage::account);
    }

    /** Nano-USD by region. */
    public Map<String, Long> byRegion() {
        return by(Usage::region);
    }

    private Map<String, Long> by(Function<Usage, String> name) {
        Map<String, Long> sums = new TreeMap<>();
        lines.forEach(l -> sums.merge(name.apply(l.usage()), l.totalNano(), Long::sum));
        return sums;
    }
}
