package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The combined content of a ledger's chains: the newest lease of each limit, the functions that must not be limited,
 * the newest attempt of each operator, and the open alerts.
 *
 * <p>Leases are ordered by their id, and the lines of one chain by their number. Clocks of different writers are never
 * compared. If an operator and a sweep both recorded the end of a lease, the operator's line counts. This class only
 * remembers: a lease ends only when a reading at AWS shows it. The memory grows with the number of limits, not with the
 * number of lines.
 */
public final class LedgerMemory {

    /** The time for which an ended lease is repeated in the next files of a chain, because its tag may still appear. */
    private static final Duration ENDED_CARRIED_FOR = Duration.ofDays(2);

    private static final Set<Kind> OF_A_LEASE = EnumSet.of(
            Kind.INTENT,
            Kind.SET,
            Kind.HELD,
            Kind.INTENT_RETURN,
            Kind.RETURNED,
            Kind.NOT_SET,
            Kind.YIELDED,
            Kind.GONE,
            Kind.FORGOTTEN);
    private static final Set<Kind> ENDS =
            EnumSet.of(Kind.RETURNED, Kind.NOT_SET, Kind.YIELDED, Kind.GONE, Kind.FORGOTTEN);

    private final Map<LimitKey, Lease> leases = new LinkedHashMap<>();
    private final Map<Place, LedgerEntry> attempts = new LinkedHashMap<>();
    private final Map<Place, Map<String, LedgerEntry>> handsOff = new LinkedHashMap<>();
    private final Map<Place, LedgerEntry> allowed = new LinkedHashMap<>();
    private final Map<String, Map<String, LedgerEntry>> alerts = new TreeMap<>();
    private final Map<String, LedgerEntry> forgotten = new TreeMap<>();

    private record Place(String account, String region, String function) {}

    /**
     * The newest lease of each limit.
     *
     * @param lease  the id of the lease
     * @param values values that Breakwater set or may have set, in order, from all intents and observations
     * @param found the value before Breakwater's first call, or the value that somebody set later; empty if no line
     *              contains it
     * @param held whether a call that set the limit succeeded, or its value was observed at AWS
     * @param until  the earliest end of the lease in any line; null if no line contains an end
     * @param since the time of the lease's first line, by the writer's clock
     * @param last the operator's newest line or, if there is none, another writer's newest line
     * @param ended the way in which the lease ended: {@code returned}, {@code not-set}, {@code yielded}, {@code
     *              gone} or {@code forgotten}; empty for an open lease
     */
    public record Limit(
            LimitKey key,
            String lease,
            List<String> values,
            String found,
            boolean held,
            Instant until,
            Instant since,
            LedgerEntry last,
            String ended) {

        public boolean isEnded() {
            return !ended.isEmpty();
        }
    }

    /**
     * Reads the newest state of all chains. Changed lines are skipped; the command {@code breakwater ledger verify}
     * finds them.
     *
     * @param folder the folder that contains one folder for each chain; it need not exist
     * @throws IOException when a file cannot be read
     */
    public static LedgerMemory read(Path folder) throws IOException {
        LedgerMemory memory = new LedgerMemory();
        for (LedgerFolder.Chain chain : LedgerFolder.chains(folder)) {
            chain.state(memory::take);
        }
        return memory;
    }

    /**
     * Reads the state of one chain, which need not exist.
     *
     * @param writer the name of the chain
     */
    public static LedgerMemory read(Path folder, String writer) throws IOException {
        LedgerMemory memory = new LedgerMemory();
        ChainFiles segments = LedgerFolder.segments(folder, writer);
        if (!segments.numbers().isEmpty()) new LedgerFolder.Chain(writer, segments).state(memory::take);
        return memory;
    }

    /** Returns the memory that results from these lines. The lines of one writer must be in order. */
    public static LedgerMemory of(Collection<LedgerEntry> lines) {
        LedgerMemory memory = new LedgerMemory();
        lines.forEach(memory::take);
        return memory;
    }

    /** Returns the newest lease of each limit, including ended leases. */
    public Collection<Limit> limits() {
        return leases.keySet().stream().map(this::limit).toList();
    }

    /** Returns the newest lease of this limit, or null. */
    public Limit limit(LimitKey key) {
        Lease lease = leases.get(key);
        if (lease == null) {
            return null;
        }
        LedgerEntry all = forgotten.get(key.account());
        boolean coveredByAll =
                all != null && LeaseId.compare(lease.id, all.term().lease()) <= 0;
        return lease.limit(key, coveredByAll && lease.end() == null ? all : null);
    }

    /** Returns the number of the newest attempt of an account and region's operator, or 0. */
    public int attempt(String account, String region) {
        LedgerEntry newest = attempts.get(new Place(account, region, ""));
        return newest == null ? 0 : newest.link().attempt();
    }

    /** Returns the name of the instance that made the newest attempt, or an empty text. */
    public String owner(String account, String region) {
        LedgerEntry newest = attempts.get(new Place(account, region, ""));
        return newest == null ? "" : newest.cause().by();
    }

    /**
     * Returns the time until which Breakwater leaves a function alone, or null. The returned time may be in the past.
     */
    public Instant handsOffUntil(String account, String region, String function) {
        return handsOff(new Place(account, region, function))
                .map(line -> line.term().until())
                .orElse(null);
    }

    /**
     * Returns, for each function, the line that protects the function from limits for the longest time. This time may
     * be in the past.
     */
    public List<LedgerEntry> handsOff() {
        return handsOff.keySet().stream().flatMap(p -> handsOff(p).stream()).toList();
    }

    private Optional<LedgerEntry> handsOff(Place place) {
        return handsOff.getOrDefault(place, Map.of()).values().stream()
                .filter(line -> !isAllowedAgain(place, line.term().until()))
                .max(Comparator.comparing(line -> line.term().until()));
    }

    /** Returns whether a person has lifted the function's protection that ends at this time. */
    public boolean isAllowedAgain(String account, String region, String function, Instant until) {
        return isAllowedAgain(new Place(account, region, function), until);
    }

    private boolean isAllowedAgain(Place place, Instant until) {
        LedgerEntry again = allowed.get(place);
        return again != null && !until.isAfter(again.term().until());
    }

    /** Returns the lines that opened the keys that are still open at the pager. */
    public List<LedgerEntry> openAlerts() {
        return alerts.values().stream().flatMap(of -> of.values().stream()).toList();
    }

    /** Returns the newest line from any attempt above this number, or null. */
    LedgerEntry above(int attempt) {
        return attempts.values().stream()
                .filter(line -> line.link().attempt() > attempt)
                .max(Comparator.comparingInt(line -> line.link().attempt()))
                .orElse(null);
    }

    void take(LedgerEntry line) {
        if (line.link().attempt() > attempt(line.limit().account(), line.limit().region())) {
            attempts.put(new Place(line.limit().account(), line.limit().region(), ""), line);
        }
        Kind kind = kind(line);
        if (kind == null) {
            // a newer version wrote this line, and only people read it
            return;
        }
        if (OF_A_LEASE.contains(kind)
                && !line.term().lease().isEmpty()
                && !line.limit().function().isEmpty()) {
            Lease known = leases.get(line.limit());
            int order = known == null ? 1 : LeaseId.compare(line.term().lease(), known.id);
            if (order > 0) {
                leases.put(line.limit(), new Lease(line.term().lease()));
            }
            if (order >= 0) {
                leases.get(line.limit()).take(line, kind);
            }
        }
        Place function = new Place(
                line.limit().account(), line.limit().region(), line.limit().function());
        switch (kind) {
            case YIELDED, HANDS_OFF -> {
                if (line.term().until() != null) {
                    handsOff.computeIfAbsent(function, f -> new HashMap<>())
                            .merge(line.link().writer(), line, this::later);
                }
            }
            case AGAIN_ALLOWED -> {
                handsOff.getOrDefault(function, new HashMap<>())
                        .remove(line.link().writer());
                if (line.term().until() != null) {
                    allowed.merge(function, line, this::later);
                }
            }
            case ALERT_OPEN ->
                alerts.computeIfAbsent(line.cause().key(), k -> new HashMap<>())
                        .put(line.link().writer(), line);
            case ALERT_CLOSED ->
                alerts.getOrDefault(line.cause().key(), new HashMap<>())
                        .remove(line.link().writer());
            case FORGOTTEN -> {
                if (line.limit().function().isEmpty()) {
                    forgotten.merge(
                            line.limit().account(),
                            line,
                            (a, b) -> LeaseId.compare(a.term().lease(), b.term().lease()) > 0 ? a : b);
                }
            }
            default -> {
                // any other line belongs to a lease, or is only for people
            }
        }
    }

    private LedgerEntry later(LedgerEntry a, LedgerEntry b) {
        return b.term().until().isBefore(a.term().until()) ? a : b;
    }

    private static final Map<String, Kind> KINDS =
            Stream.of(Kind.values()).collect(Collectors.toMap(Kind::wire, kind -> kind));

    /** Returns whether the line says that a lease is over. */
    public static boolean isEnd(LedgerEntry line) {
        return ENDS.contains(kind(line));
    }

    private static Kind kind(LedgerEntry line) {
        return KINDS.get(line.kind());
    }

    /**
     * Returns the lines with which the next file of a chain begins. These lines alone are enough to rebuild this
     * memory.
     */
    List<LedgerEntry> carried(Instant now) {
        Set<LedgerEntry> all = new LinkedHashSet<>(attempts.values());
        for (Lease lease : leases.values()) {
            LedgerEntry end = lease.end();
            if (end == null || end.at().isAfter(now.minus(ENDED_CARRIED_FOR))) {
                all.addAll(lease.lines());
            }
        }
        handsOff.values().forEach(of -> all.addAll(after(now, of.values())));
        all.addAll(after(now, allowed.values()));
        all.addAll(openAlerts());
        all.addAll(forgotten.values());
        return all.stream().map(LedgerEntry::carriedOver).toList();
    }

    private static List<LedgerEntry> after(Instant now, Collection<LedgerEntry> lines) {
        return lines.stream().filter(line -> line.term().until().isAfter(now)).toList();
    }

    /** The lines of one lease that are still relevant. */
    private static final class Lease {
        private final String id;
        /** The first line that contains a value, for each value. */
        private final Map<String, LedgerEntry> values = new LinkedHashMap<>();

        private final Map<String, LedgerEntry> last = new LinkedHashMap<>();
        private LedgerEntry first;
        /** The first line with the original value, or the last line with a value that somebody set later. */
        private LedgerEntry found;
        /** The first line that reports that a value of the lease was set. */
        private LedgerEntry held;
        /** The line with the earliest end. */
        private LedgerEntry ending;

        Lease(String id) {
            this.id = id;
        }

        void take(LedgerEntry line, Kind kind) {
            if (first == null) {
                first = line;
            }
            boolean before = kind == Kind.INTENT || kind == Kind.HELD;
            // lines of other kinds contain the returned value too
            if (before && !line.change().value().isEmpty()) {
                values.putIfAbsent(line.change().value(), line);
            }
            boolean ends = !ENDS.contains(kind) && line.term().until() != null;
            if (ends
                    && (ending == null
                            || line.term().until().isBefore(ending.term().until()))) {
                ending = line;
            }
            boolean finds = found == null && before || kind == Kind.YIELDED;
            if (finds && !line.change().found().isEmpty()) {
                found = line;
            }
            boolean answered = kind == Kind.SET
                    && line.change().outcome().equals("ok")
                    && values.containsKey(line.change().value());
            if (held == null && (kind == Kind.HELD || answered)) {
                held = line;
            }
            last.put(line.link().writer(), line);
        }

        /**
         * Returns the newest line of an operator, or null. Only an operator's lines have an attempt, and they have
         * priority over other writers' lines.
         */
        private LedgerEntry operators() {
            return last.values().stream()
                    .filter(line -> line.link().attempt() > 0)
                    .findFirst()
                    .orElse(null);
        }

        LedgerEntry end() {
            LedgerEntry own = operators();
            if (own != null && isEnd(own)) {
                return own;
            }
            return last.values().stream()
                    .filter(LedgerMemory::isEnd)
                    .findFirst()
                    .orElse(null);
        }

        Limit limit(LimitKey key, LedgerEntry coveredBy) {
            LedgerEntry end = coveredBy == null ? end() : coveredBy;
            LedgerEntry own = operators();
            LedgerEntry newest = end != null
                    ? end
                    : own != null ? own : last.values().iterator().next();
            return new Limit(
                    key,
                    id,
                    List.copyOf(values.keySet()),
                    found == null ? "" : found.change().found(),
                    held != null,
                    ending == null ? null : ending.term().until(),
                    first.at(),
                    newest,
                    end == null ? "" : end.kind());
        }

        /** Sorts lines by their position in the chain. */
        Set<LedgerEntry> lines() {
            List<LedgerEntry> lines = new ArrayList<>(values.values());
            lines.addAll(last.values());
            lines.add(first);
            lines.add(found);
            lines.add(held);
            lines.add(ending);
            lines.removeIf(Objects::isNull);
            lines.sort(Comparator.comparingLong(line -> line.link().seq()));
            return new LinkedHashSet<>(lines);
        }
    }

    /**
     * The order of the ids of leases. An id is a number in base 36, for example {@code t5k3f9}. If one limit has two
     * leases, the lease with the higher id is newer. Times are not compared, because two writers' clocks may differ.
     */
    public static final class LeaseId {

        private static final int BASE = 36;

        private LeaseId() {}

        /** Returns a number below 0 if a belongs to the older lease. An empty id is older than all other ids. */
        public static int compare(String a, String b) {
            return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
        }

        /**
         * Returns the id of a new lease: the clock's time in seconds or, if the clock is behind, one more than the
         * newest lease's id.
         *
         * @param newest the newest known id of a lease of this limit, or empty
         */
        public static String next(String newest, long nowMillis) {
            String clock = Long.toString(nowMillis / 1_000, BASE);
            if (compare(newest, clock) < 0) {
                return clock;
            }
            try {
                return Long.toString(Math.addExact(Long.parseLong(newest.toLowerCase(Locale.ROOT), BASE), 1), BASE);
            } catch (NumberFormatException | ArithmeticException e) {
                // Breakwater's ids are numbers, so any other id is foreign; a longer id sorts higher
                return newest + '0';
            }
        }
    }
}
