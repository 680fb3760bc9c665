package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.RejectReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Names that the listings of one folder found and that are not read yet, in order, and rejects for unreadable ones. */
final class FoundFiles {
    private static final int MOST_PROBLEMS = 1000;

    private final Deque<String> names = new ArrayDeque<>();
    private final Deque<Reject> problems = new ArrayDeque<>();
    private final Set<String> unreadable = new HashSet<>();

    /** Adds new names; names up to {@code last} are read or being read. */
    void offer(LandingFolder.Listing listing, String last) {
        String known = names.isEmpty() || names.peekLast().compareTo(last) < 0 ? last : names.peekLast();
        for (String name : listing.names()) {
            if (name.compareTo(known) > 0) {
                names.add(name);
            }
        }
        for (int i = listing.late().size() - 1; i >= 0; i--) {
            names.addFirst(listing.late().get(i));
        }
        for (String name : listing.unreadable()) {
            if (unreadable.size() < MOST_PROBLEMS && unreadable.add(name)) {
                problems.add(Reject.ofFile(name, 0, RejectReason.UNREADABLE, "cannot be read"));
            }
        }
    }

    boolean hasName() {
        return !names.isEmpty();
    }

    /** Whether a name exists that is greater than this one. */
    boolean hasAfter(String name) {
        return !names.isEmpty() && names.peekLast().compareTo(name) > 0;
    }

    /** The next name, or null. */
    String pollName() {
        return names.poll();
    }

    /** The next reject, or null. */
    Reject pollProblem() {
        return problems.poll();
    }
}
