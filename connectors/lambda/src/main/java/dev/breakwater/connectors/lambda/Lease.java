package dev.breakwater.connectors.lambda;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A throttle as the tags and the value of a limit tell it; what {@code status} prints.
 *
 * @param limit    which limit
 * @param value    what is set now, or {@link Reservation#NONE}
 * @param mark     the mark, or null when it cannot be read
 * @param standing how the two fit together
 * @param expired  whether the lease's end is past
 * @param detail   what is wrong with an unreadable mark, else empty
 */
public record Lease(LeverRef limit, int value, Mark mark, Standing standing, boolean expired, String detail) {

    /** How the mark and the value fit together. */
    public enum Standing {
        /** Our limit is set. */
        HELD,
        /** The mark stands, the value from before too: broken off between two calls, or put back by hand. */
        HALF,
        /** Somebody set another value. */
        OVERRIDDEN,
        /** The mark makes no sense; nobody knows what to put back. */
        UNREADABLE
    }

    public FunctionRef function() {
        return limit.function();
    }

    /** All leases in this listing, those on functions first. */
    public static List<Lease> of(FunctionDirectory.Listing listing, long nowMillis) {
        Stream<Lease> functions = listing.functions().stream()
                .map(f -> of(LeverRef.reservation(f.ref()), f.reservation(), f.tags(), nowMillis));
        Stream<Lease> mappings = listing.mappings().stream()
                .filter(m -> m.limit() != null)
                .map(m -> of(m.limit(), m.mapping().value(), m.mapping().tags(), nowMillis));
        return Stream.concat(functions, mappings).filter(Objects::nonNull).toList();
    }

    private static Lease of(LeverRef limit, int value, Map<String, String> tags, long nowMillis) {
        MarkReading reading = Mark.read(tags);
        return switch (reading.kind()) {
            case ABSENT -> null;
            case MALFORMED -> new Lease(limit, value, null, Standing.UNREADABLE, false, reading.detail());
            case PRESENT -> {
                Mark mark = reading.mark();
                yield new Lease(limit, value, mark, standing(mark, value), mark.expiredAt(nowMillis), "");
            }
        };
    }

    private static Standing standing(Mark mark, int value) {
        // a mapping in the middle of a change says nothing yet; what is marked counts as held until it does
        if (mark.covers(value) || value == EventSources.UNCERTAIN) {
            return Standing.HELD;
        }
        return value == mark.previous() ? Standing.HALF : Standing.OVERRIDDEN;
    }
}
