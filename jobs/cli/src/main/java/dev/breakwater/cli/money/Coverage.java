package dev.breakwater.cli.money;

import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.ledger.SpendRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The counted part of a month, and the part that is based on assumptions.
 *
 * @param since the first counted minute
 * @param incompleteDay     the last day, if some functions may not have reported it yet; otherwise empty
 * @param daysWithout       the days after the first counted day that were not counted
 * @param unknownMinutes    minutes without data from a feed, in the account and region that has the most such minutes
 * @param provisionalDays   days that could still change when the recording ended
 * @param regionsWithout    regions that lack a price in the price table, each with the spend for which a higher price
 *                          was assumed
 * @param functionsWithout  functions whose memory size is unknown, with the spend for which a size was assumed
 */
record Coverage(
        Instant since,
        String incompleteDay,
        List<String> daysWithout,
        long unknownMinutes,
        List<String> provisionalDays,
        List<String> regionsWithout,
        BigDecimal regionsWithoutUsd,
        int functionsWithout,
        BigDecimal functionsWithoutUsd) {

    /** @param days one row for each function and day */
    static Coverage of(Collection<SpendRow> days, Instant now) {
        Instant since = null;
        TreeSet<String> counted = new TreeSet<>();
        TreeSet<String> provisional = new TreeSet<>();
        TreeSet<String> regions = new TreeSet<>();
        TreeSet<String> functions = new TreeSet<>();
        BigDecimal ofRegions = BigDecimal.ZERO;
        BigDecimal ofFunctions = BigDecimal.ZERO;
        Map<String, Map<String, Integer>> unknown = new HashMap<>();
        for (SpendRow d : days) {
            counted.add(d.day());
            if (d.since() != null && (since == null || d.since().isBefore(since))) since = d.since();
            if (d.provisional()) provisional.add(d.day());
            unknown.computeIfAbsent(d.account() + ' ' + d.region(), k -> new HashMap<>())
                    .merge(d.day(), d.unknownMinutes(), Math::max);
            if (d.assumedPrice()) {
                regions.add(d.region());
                ofRegions = ofRegions.add(d.usd());
            }
            if (d.assumedMemory()) {
                functions.add(d.account() + ' ' + d.region() + ' ' + d.function());
                ofFunctions = ofFunctions.add(d.usd());
            }
        }
        long most = unknown.values().stream()
                .mapToLong(of -> of.values().stream().mapToLong(m -> m).sum())
                .max()
                .orElse(0);
        return new Coverage(
                since,
                isComplete(counted.last(), now) ? "" : counted.last(),
                without(counted),
                most,
                List.copyOf(provisional),
                List.copyOf(regions),
                ofRegions,
                functions.size(),
                ofFunctions);
    }

    private static boolean isComplete(String day, Instant now) {
        Instant end =
                LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return now.isAfter(end.plus(ControlState.Spend.TOLD_WITHIN, ChronoUnit.MINUTES));
    }

    private static List<String> without(TreeSet<String> counted) {
        List<String> days = new ArrayList<>();
        for (LocalDate d = LocalDate.parse(counted.first());
                d.toString().compareTo(counted.last()) < 0;
                d = d.plusDays(1)) if (!counted.contains(d.toString())) days.add(d.toString());
        return days;
    }

    /** Returns the gaps as lines of text for people. Empty if no part is missing. */
    List<String> lines(String month) {
        List<String> lines = new ArrayList<>();
        Instant begin =
                YearMonth.parse(month).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (since != null && since.isAfter(begin.plusSeconds(3600)))
            lines.add("counted since " + since + ": earlier spend is missing");
        if (!incompleteDay.isEmpty())
            lines.add(incompleteDay + " is incomplete, because functions report a day within an hour after its end");
        if (!daysWithout.isEmpty()) lines.add("no spend was counted on " + String.join(", ", daysWithout));
        if (unknownMinutes > 0)
            lines.add(String.format("the feed was silent in %,d minutes, so their spend is missing", unknownMinutes));
        if (!provisionalDays.isEmpty())
            lines.add("counted only to the end of the recording: " + String.join(", ", provisionalDays));
        if (!regionsWithout.isEmpty())
            lines.add(String.format(
                    "%,.2f USD use assumed, higher prices, because the price table lacks a price of %s",
                    regionsWithoutUsd, String.join(", ", regionsWithout)));
        if (functionsWithout > 0)
            lines.add(String.format(
                    "%,.2f USD use an assumed memory, because the memory of %,d functions was unknown",
                    functionsWithoutUsd, functionsWithout));
        return lines;
    }
}
