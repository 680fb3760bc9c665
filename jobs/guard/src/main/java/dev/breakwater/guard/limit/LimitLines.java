package dev.breakwater.guard.limit;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Converts records about limits into lines of the ledger, and back. */
public record LimitLines(String account, String region) {
    /** Returns the line for a call that will be made next. The line for the call's answer has the same lease. */
    LedgerEntry before(Call call, LimitState s, long now) {
        boolean returns = call.kind() == Call.Kind.RESTORE;
        return line(returns ? Kind.INTENT_RETURN : Kind.INTENT, s, call.value(), now);
    }

    /** Returns the line for a value that Breakwater set and that is still in force. */
    LedgerEntry held(LimitState s, long now) {
        return line(Kind.HELD, s, s.readings.value, now);
    }

    private LedgerEntry line(Kind kind, LimitState s, int value, long now) {
        return LedgerEntry.of(kind, Instant.ofEpochMilli(now))
                .limit(key(s.function, s.lever))
                .lease(s.intent.lease, Instant.ofEpochMilli(s.intent.until))
                .value(LimitValue.text(value))
                .found(s.intent.found == LimitValue.UNKNOWN ? "" : LimitValue.text(s.intent.found))
                .incident(s.intent.incident)
                .detail(s.intent.reason);
    }

    /** Returns the line for the result of a call that sets or releases a limit. Returns null for other calls. */
    LedgerEntry after(Call.Answer a, LedgerEntry before) {
        if (!a.call().kind().changesValue() || a.result() == Result.NOT_WRITTEN) return null;
        String outcome = a.result() == Result.DONE ? "ok" : a.result().isRefused() ? "refused" : "unknown";
        return LedgerEntry.of(Kind.SET, Instant.ofEpochMilli(a.ended()))
                .limit(key(a.call().function(), a.call().lever()))
                .lease(before.term().lease(), before.term().until())
                .value(LimitValue.text(a.call().value()))
                .outcome(outcome, a.words())
                .incident(before.cause().incident());
    }

    /** Returns the line about an observation. Returns null if the ledger does not record observations of this kind. */
    public LedgerEntry observed(LimitLine line) {
        Kind kind = switch (line.event().kind()) {
            case HELD -> Kind.HELD;
            case YIELDED -> Kind.YIELDED;
            case RELEASED_BY_HAND -> Kind.HANDS_OFF;
            case GIVEN_BACK -> Kind.RETURNED;
            case NOT_SET -> Kind.NOT_SET;
            case GONE -> Kind.GONE;
            case COULD_NOT, FREE, CANNOT_GIVE_BACK, TAKEN_OVER, CAME_BACK -> null;
        };
        if (kind == null) return null;
        boolean held = kind == Kind.HELD;
        return LedgerEntry.of(kind, Instant.ofEpochMilli(line.at()))
                .limit(key(line.function(), line.lever()))
                .lease(line.lease(), Instant.ofEpochMilli(line.until()))
                .value(held ? LimitValue.text(line.event().value()) : "")
                .found(LimitValue.text(held ? line.found() : line.event().value()))
                .incident(line.incident())
                .detail(line.event().words());
    }

    /** Returns the line for the answer to a person's request. */
    public LedgerEntry answered(Request.Answer a) {
        Request r = a.request();
        return LedgerEntry.of(Kind.REQUEST, Instant.ofEpochMilli(a.at()))
                .function(account, region, r.scope().key())
                .key(r.id())
                .incident(r.incident())
                .until(r.until() < 0 ? null : Instant.ofEpochMilli(r.until()))
                .by(r.by())
                .detail(a.words());
    }

    /** Returns the line about a new configuration. */
    LedgerEntry revision(String id, long at) {
        return LedgerEntry.of(Kind.REVISION, Instant.ofEpochMilli(at))
                .place(account, region)
                .revision(id)
                .detail("configuration " + id + " is in force");
    }

    /**
     * The limits of an account and region in the ledgers.
     *
     * @param gaps the limits that may be set but cannot be released from here, one line each
     */
    public record Known(List<KnownLease> leases, List<String> gaps) {}

    /** Returns the limits of this account and region in all chains. */
    public Known known(LedgerMemory memory) {
        Known known = new Known(new ArrayList<>(), new ArrayList<>());
        for (LedgerMemory.Limit limit : memory.limits()) {
            LimitKey key = limit.last().limit();
            if (!key.account().equals(account) || !key.region().equals(region)) continue;
            if (isKind(key.lever())) known.leases().add(known(limit, key, memory));
            else if (!limit.isEnded()) known.gaps().add(gap(key));
        }
        return known;
    }

    /**
     * Returns whether this process has this kind of limit. The lines may be from a newer version, or from a process with
     * more modules.
     */
    private static boolean isKind(String lever) {
        return LeverKind.values().contains(new LeverKind(lever));
    }

    private String gap(LimitKey key) {
        return account + ' ' + region + ": the ledger's limit " + key.lever() + ' ' + key.mapping() + " of "
                + key.function() + ": this version of Breakwater knows no such kind of limit";
    }

    private KnownLease known(LedgerMemory.Limit limit, LimitKey key, LedgerMemory memory) {
        Instant handsOff = memory.handsOffUntil(account, region, key.function());
        boolean ended = limit.isEnded();
        int found = limit.found().isEmpty() ? LimitValue.UNKNOWN : value(limit.found());
        // a release counts as begun even if AWS refused it
        boolean returns = limit.last().is(Kind.INTENT_RETURN)
                || limit.last().is(Kind.SET) && limit.last().change().value().equals(limit.found());
        return new KnownLease(
                key.function(),
                Lever.named(key.lever(), key.mapping()),
                limit.lease(),
                limit.last().cause().incident(),
                limit.values().stream()
                        .map(LimitLines::value)
                        .filter(v -> v >= 0 && v != found)
                        .toList(),
                found,
                limit.held(),
                limit.until() == null ? 0 : limit.until().toEpochMilli(),
                returns,
                ended ? limit.last().at().toEpochMilli() : 0,
                handsOff == null ? 0 : handsOff.toEpochMilli());
    }

    private static int value(String text) {
        return text.equals("none") ? LimitValue.NONE : Integer.parseInt(text);
    }

    LimitKey key(String function, Lever lever) {
        return new LimitKey(account, region, function, lever.kind().wire(), lever.mapping());
    }
}
