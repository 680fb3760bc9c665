package dev.breakwater.guard.limit;

import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;

/**
 * A limit that a sweep or command found and that may be Breakwater's, with its tag and its newest lease in the ledgers.
 *
 * @param tag   value of the lease tag, or null if the limit has no tag
 * @param known the limit's newest lease in the ledgers, or null
 */
public record FoundLimit(String function, Lever lever, String tag, KnownLease known) {

    /** Returns the content of the tag. Returns null if there is no tag or it cannot be parsed. */
    public LeaseTag lease() {
        return tag == null ? null : LeaseTag.read(tag).tag();
    }

    /** Returns the reason why the tag cannot be parsed, or empty. */
    public String fault() {
        return tag == null ? "" : LeaseTag.read(tag).fault();
    }

    /** Returns whether the value to restore is known. */
    public boolean isKnown() {
        return lease() != null || isHeldByLedger();
    }

    private boolean isHeldByLedger() {
        return known != null && known.endedAt() == 0 && !known.ours().isEmpty();
    }

    public String owner() {
        return lease() == null ? "" : lease().by();
    }

    /** End of the lease, epoch milliseconds; Long.MAX_VALUE if unknown. */
    public long until() {
        LeaseTag lease = lease();
        if (lease != null) return lease.until();
        return isHeldByLedger() ? known.until() : Long.MAX_VALUE;
    }

    /** Returns whether the limit's lease ended at least this many milliseconds ago. */
    boolean isOver(long since, long now) {
        LeaseTag lease = lease();
        // a clock that is wrong by this much must not end the longest allowed lease too early
        if (lease != null) return lease.isOver(now - since) && lease.isOver(now + since);
        return isHeldByLedger() && until() <= now - since;
    }

    /**
     * Returns the lease id to use in ledger lines about the limit, or empty. Anybody can write a tag. A made-up lease
     * id could seem newer than all later leases of Breakwater. An id that the ledger does not know, or that begins in
     * the future, is therefore ignored.
     */
    private String inLedger(String id, long now) {
        String tomorrow = LeaseId.next("", now + LeaseTag.LONGEST_LEASE);
        boolean believed = known == null ? LeaseId.compare(id, tomorrow) <= 0 : id.equals(known.lease());
        return believed ? id : "";
    }

    /** Returns the state from which the control loop starts to release the limit. */
    LimitState returning(long now) {
        LimitState s = new LimitState();
        s.function = function;
        s.lever = lever;
        s.intent.until = until();
        LeaseTag lease = lease();
        if (lease != null) Reconciler.takeOn(s, lease);
        if (lease != null) s.intent.lease = inLedger(lease.id(), now);
        if (isHeldByLedger()) {
            boolean same = lease == null || lease.id().equals(known.lease());
            s.intent.incident = known.incident();
            // the ledger's earlier value is more reliable than the tag, which anybody can edit
            boolean better = same || known.ours().contains(s.intent.found);
            if (better && known.found() != LimitValue.UNKNOWN) s.intent.found = known.found();
            int older = 0;
            for (int value : known.ours()) if (!s.intent.ours.contains(value)) s.intent.ours.add(older++, value);
            s.intent.ours.remove(Integer.valueOf(s.intent.found));
            s.intent.lease = known.lease();
            s.acts.tried = true;
            s.acts.wasSet = known.held();
        }
        s.giveBack("lease-over", 0, now);
        return s;
    }
}
