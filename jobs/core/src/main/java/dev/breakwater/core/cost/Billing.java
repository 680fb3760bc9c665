package dev.breakwater.core.cost;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a month's bill of its usage. The free tier is taken off the organisation's sum once; what is left of an
 * architecture in a region climbs the tiers together, over all accounts, and each line pays the average price of that
 * sum. Functions with provisioned concurrency have no part in the free tier; what they run on demand climbs the tiers.
 */
public final class Billing {

    private final PriceBook book;
    private final List<Usage> lines;
    private final long[] freeRequests;
    private final long[] freeMbMillis;
    /** MB-milliseconds to pay, by region and architecture. */
    private final Map<String, Long> billable = new HashMap<>();

    private Billing(PriceBook book, List<Usage> usage) {
        this.book = book;
        this.lines = merged(usage);
        this.freeRequests = FreeShares.of(lines, book.list().freeRequests(), Usage::requests);
        long freeCompute = book.list().freeGbSeconds() * Amounts.MB_MILLIS_PER_GB_SECOND;
        this.freeMbMillis = FreeShares.of(lines, freeCompute, this::compute);
        for (int i = 0; i < lines.size(); i++) {
            billable.merge(pool(lines.get(i)), compute(lines.get(i)) - freeMbMillis[i], Long::sum);
        }
    }

    /** The bill of one month's usage; lines of the same function add up. */
    public static Bill bill(PriceBook book, List<Usage> monthsUsage) {
        Billing billing = new Billing(book, monthsUsage);
        List<BillLine> bill = new ArrayList<>();
        List<Bill.Gap> gaps = new ArrayList<>();
        for (int i = 0; i < billing.lines.size(); i++) {
            bill.add(billing.line(i));
            billing.gaps(billing.lines.get(i), gaps);
        }
        return new Bill(List.copyOf(bill), List.copyOf(gaps));
    }

    private static List<Usage> merged(List<Usage> usage) {
        Map<String, Usage> byKey = new TreeMap<>();
        usage.forEach(u -> byKey.merge(u.key(), u, Usage::plus));
        return List.copyOf(byKey.values());
    }

    /** What climbs the tiers: handlers and INIT. */
    private long compute(Usage u) {
        return u.onDemand() + u.init(book.init());
    }

    /** An unknown architecture pays x86_64's price, the dearer one. */
    private static Architecture architecture(Usage u) {
        return Architecture.of(u.architecture()).orElse(Architecture.X86_64);
    }

    private static String pool(Usage u) {
        return u.region() + '/' + architecture(u).wire();
    }

    private BillLine line(int i) {
        Usage u = lines.get(i);
        RegionTariff prices = book.region(u);
        ComputeTariff compute = prices.compute(architecture(u));
        long pool = billable.get(pool(u));
        long paid = compute(u) - freeMbMillis[i];
        long both = pool == 0
                ? 0
                : Amounts.divide(
                        compute.price(pool).multiply(BigInteger.valueOf(paid)),
                        Amounts.product(pool, Amounts.MB_MILLIS_PER_GB_SECOND).multiply(BigInteger.valueOf(1000)));
        both = book.discounted(u.account(), both);
        long init = Amounts.part(BigInteger.valueOf(both), u.init(book.init()), compute(u));
        long provisioned = Amounts.ofMbMillis(u.provisioned(), compute.provisioned())
                + Amounts.ofMbMillis(u.running(), compute.running());
        return new BillLine(
                u,
                book.discounted(u.account(), Amounts.ofUnits(u.requests() - freeRequests[i], prices.request())),
                both - init,
                init,
                initError(u, both),
                book.discounted(u.account(), Amounts.ofMbMillis(u.ephemeral(), prices.ephemeral())),
                book.discounted(u.account(), provisioned),
                u.addOnNano(),
                freeRequests[i],
                freeMbMillis[i]);
    }

    private long initError(Usage u, long computeNano) {
        if (u.init() != Usage.UNKNOWN) return 0;
        return Math.round(computeNano * book.init().error() / (1 + book.init().share()));
    }

    private void gaps(Usage u, List<Bill.Gap> gaps) {
        if (!book.knows(u)) {
            gaps.add(new Bill.Gap(
                    u, "region", u.region(), book.tariff(u.account()).dearest()));
        }
        if (Architecture.of(u.architecture()).isEmpty()) {
            gaps.add(new Bill.Gap(u, "architecture", u.architecture(), Architecture.X86_64.wire()));
        }
    }
}
