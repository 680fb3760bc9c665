package dev.breakwater.connectors.lambda;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends leases by what the marks say, without Flink and without a ledger: a throttle cannot outlive its lease even when
 * everything else of ours is gone.
 *
 * <p>Half states (marked, not set; or restored, still marked) are ended like any other lease, once their time is over:
 * a younger one may be an act that is under way, and taking its mark would leave a limit that nobody remembers.
 */
public final class Sweep {

    private final FunctionDirectory directory;
    private final LeaseEnder ender;
    private final ActClock clock;

    /**
     * @param levers of the same account and region as the directory
     */
    public Sweep(FunctionDirectory directory, Levers levers, ActClock clock) {
        this.directory = directory;
        this.ender = new LeaseEnder(levers, clock);
        this.clock = clock;
    }

    /** All leases, ended or not. */
    public Status status() {
        FunctionDirectory.Listing listing = directory.list();
        return new Status(Lease.of(listing, clock.millis()), listing.gaps());
    }

    /** Ends the leases whose time is over. */
    public Result expired() {
        Status status = status();
        List<LeaseEnd> ends = new ArrayList<>();
        for (Lease lease : status.leases()) {
            if (lease.expired() || lease.standing() == Lease.Standing.UNREADABLE) {
                ends.add(ender.releaseExpired(lease.limit()));
            }
        }
        return new Result(ends, status.gaps());
    }

    /** Ends every lease, whoever holds it. */
    public Result all() {
        Status status = status();
        List<LeaseEnd> ends = status.leases().stream()
                .map(lease -> ender.release(lease.limit()))
                .toList();
        return new Result(ends, status.gaps());
    }

    /** Ends what is held of one function: its reservation, and what its queues and streams are held by. */
    public Result release(FunctionRef function) {
        List<LeaseEnd> ends = new ArrayList<>();
        ends.add(ender.release(LeverRef.reservation(function)));
        FunctionDirectory.Listing listing = directory.mappings(function.function());
        for (MappingDescription mapping : listing.mappings()) {
            boolean marked = mapping.mapping().mark().kind() != MarkReading.Kind.ABSENT;
            if (marked) ends.add(ender.release(mapping.limit()));
        }
        return new Result(ends, listing.gaps());
    }

    /**
     * @param gaps what could not be read; there may be leases behind it
     */
    public record Status(List<Lease> leases, List<String> gaps) {}

    /**
     * @param ends what came of each lease that was due, and of each unreadable mark
     * @param gaps what could not be read; there may be leases behind it
     */
    public record Result(List<LeaseEnd> ends, List<String> gaps) {

        /** Whether all was seen and nothing is left to do. */
        public boolean done() {
            return gaps.isEmpty() && ends.stream().allMatch(LeaseEnd::done);
        }
    }
}
