package dev.breakwater.guard.limit;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.Limits;
import dev.breakwater.engine.limit.Reconciler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls on limits of one account and region, and the chain of the ledger that records the calls. The task's thread
 * submits calls and collects answers. The threads of a shared pool make the calls. Before the first call that sets a
 * value, the ledger records the intent. If the intent cannot be written, nothing is set.
 */
public final class AccountCalls {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCalls.class);
    /** The largest number of open calls for one account and region. */
    public static final int AT_ONCE = 2;
    /** The pause before an unreadable ledger is read again. */
    private static final long RETRY_MILLIS = 5_000;
    /** If the ledger is unreadable or a snapshot is incomplete, releases wait at most this long. */
    private static final long RETURN_WITHOUT_LEDGER = 60_000;

    private static final long RETURN_WITHOUT_SNAPSHOT = 5 * 60_000;
    /** The longest time that a call of an earlier attempt may take, in milliseconds. */
    private static final long CALL_TIMEOUT = 30_000;

    /**
     * The content of all chains before this attempt wrote its own first line.
     *
     * @param formerOwner name of the earlier instance in this account and region, or empty
     */
    public record Begun(List<KnownLease> known, String formerOwner) {}

    /**
     * The attempt of this process. It begins when the attempt's first line is in the ledger.
     *
     * @param throttlesFrom before this time (epoch milliseconds), no throttle is set, because an earlier attempt may
     *     still be running
     */
    private record Attempt(int number, long throttlesFrom) {}

    private final String account;
    private final String region;
    private final LeverCalls levers;
    private final LimitLedger ledger;
    private final Executor pool;
    private final LongSupplier clock;
    private final ActAlerts alerts;
    private final LimitLines lines;
    private final Queue<Call.Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<LedgerEntry> notes = new ConcurrentLinkedQueue<>();
    private final long opened;
    private volatile Begun begun;
    private volatile Attempt attempt;
    private volatile boolean writable;
    private volatile boolean stopped;
    /**
     * The leases that were written again after the ledger could not be used, because their earlier lines may be gone.
     * Null before that.
     */
    private volatile Set<String> again;

    private boolean taken;
    private volatile boolean beginning;
    private long tryAt;
    private long lookedAt;
    private String revision = "";

    /**
     * @param pool  makes the calls
     * @param clock epoch milliseconds
     */
    public AccountCalls(
            String account,
            String region,
            LeverCalls levers,
            LimitLedger ledger,
            Executor pool,
            LongSupplier clock,
            ActAlerts alerts) {
        this.account = account;
        this.region = region;
        this.levers = levers;
        this.ledger = ledger;
        this.pool = pool;
        this.clock = clock;
        this.alerts = alerts;
        this.lines = new LimitLines(account, region);
        opened = clock.getAsLong();
    }

    // these methods run on the task's thread

    /**
     * Returns the leases in the ledgers. The leases are returned once, after the ledgers were read. Later calls return
     * null.
     *
     * @param attempt number of the newest attempt in the state
     */
    public Begun known(long now, int attempt) {
        if (this.attempt == null) begin(now, attempt);
        if (begun == null || taken) return null;
        taken = true;
        return begun;
    }

    /** The number of this attempt; 0 before the attempt's first line is written. */
    public int attempt() {
        return attempt == null ? 0 : attempt.number();
    }

    /**
     * Returns whether this attempt is still starting: the leases in the ledgers were not returned yet, or the first
     * line was not written yet.
     */
    public boolean isBeginning() {
        return !taken || attempt == null;
    }

    private void begin(long now, int attempt) {
        if (beginning || now < tryAt) return;
        beginning = true;
        tryAt = now + RETRY_MILLIS;
        pool.execute(() -> begin(attempt));
    }

    private void begin(int newest) {
        try {
            LedgerMemory memory = ledger.memory();
            boolean before = memory.attempt(account, region) > 0;
            String former = memory.owner(account, region);
            LimitLines.Known known = lines.known(memory);
            known.gaps().forEach(LOG::warn);
            if (begun == null) begun = new Begun(known.leases(), former);
            int number = ledger.beginAttempt(newest);
            long from = before ? clock.getAsLong() + CALL_TIMEOUT + Limits.STALE : 0;
            attempt = new Attempt(number, from);
            look();
            writeNotes();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} {}: the ledger cannot be read, so nothing is throttled: {}", account, region, e.toString());
            alerts.ledger(e.toString());
        } finally {
            beginning = false;
        }
    }

    /** Returns the answers that arrived since this method was last called, in order of arrival. */
    public List<Call.Answer> answers() {
        List<Call.Answer> taken = new ArrayList<>();
        for (Call.Answer a = answers.poll(); a != null; a = answers.poll()) taken.add(a);
        return taken;
    }

    /**
     * Returns the alerts about failing calls and about the ledger that were raised since this method was last called.
     *
     * @param open the keys of open alerts of this kind; the caller stores the list, and this method updates the list
     */
    public List<AlarmEvent> alarms(long now, List<String> open) {
        return alerts.take(now, open);
    }

    /** Decides which calls may change a limit now, which depends on the newest complete snapshot. */
    public Reconciler.Gate gate(long completed, long now) {
        return new Reconciler.Gate() {
            @Override
            public boolean maySet(LimitState s) {
                Attempt own = attempt;
                boolean contained = s.intent.decidedAfter < completed;
                return own != null && !stopped && writable && contained && (s.acts.tried || now >= own.throttlesFrom());
            }

            @Override
            public boolean mayReturn(LimitState s) {
                boolean contained = s.intent.decidedAfter < completed || now >= s.since + RETURN_WITHOUT_SNAPSHOT;
                return !stopped && contained && (begun != null || now >= opened + RETURN_WITHOUT_LEDGER);
            }
        };
    }

    /** Makes a call. The method {@link #answers} returns the call's answer later. */
    public void submit(Call call, LimitState s) {
        long now = clock.getAsLong();
        LedgerEntry before = call.kind().changesValue() || call.intent() ? lines.before(call, s, now) : null;
        boolean sets = call.intent();
        LimitState.Life life = s.life;
        if (again != null
                && writable
                && s.stands()
                && s.intent.ours.contains(s.readings.value)
                && again.add(s.intent.lease)) note(List.of(lines.held(s, now)));
        pool.execute(() -> answers.add(make(call, before, sets, life)));
    }

    /** Writes observations and the answers to people's requests. */
    public void observed(List<LimitLine> seen, List<Request.Answer> answers) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (LimitLine line : seen) {
            LedgerEntry entry = lines.observed(line);
            if (entry != null) entries.add(entry);
            if (entry != null || line.event().kind() == LimitEvent.Kind.FREE) {
                alerts.settled(line.function(), line.lever());
            }
        }
        answers.stream().map(lines::answered).forEach(entries::add);
        note(entries);
    }

    /** Writes lines in order, as soon as possible. */
    private void note(List<LedgerEntry> entries) {
        if (entries.isEmpty()) return;
        notes.addAll(entries);
        pool.execute(this::writeNotes);
    }

    /** Writes a line about the configuration in force if it has changed. */
    public void holds(String id, long now) {
        if (id.isEmpty() || id.equals(revision)) return;
        revision = id;
        note(List.of(lines.revision(id, now)));
    }

    /** Checks the ledger from time to time, so that people learn about a fault before a throttle needs the ledger. */
    public void lookDue(long now) {
        if (attempt == null || now < lookedAt + 30_000) return;
        lookedAt = now;
        pool.execute(this::look);
    }

    // these methods run on the pool's threads

    private synchronized void writeNotes() {
        if (attempt == null) return;
        List<LedgerEntry> waiting = new ArrayList<>();
        for (LedgerEntry line = notes.poll(); line != null; line = notes.poll()) waiting.add(line);
        if (!waiting.isEmpty()) write(waiting);
    }

    private void look() {
        try {
            String why = ledger.stopped();
            alerts.ledger(why);
            if (!why.isEmpty()) again = ConcurrentHashMap.newKeySet();
            writable = why.isEmpty();
        } catch (NewerAttempt e) {
            stop(e);
        }
    }

    private Call.Answer make(Call call, LedgerEntry before, boolean sets, LimitState.Life life) {
        if (stopped) return notWritten(call, "a newer attempt of this job has taken over");
        boolean returns = call.kind() == Call.Kind.RESTORE;
        if (sets && !append(before)) return notWritten(call, "the ledger cannot be written");
        if (returns) write(before);
        if (stopped) return notWritten(call, "a newer attempt of this job has taken over");
        Call.Answer answer = levers.make(call, life == LimitState.Life.RETURNING);
        LedgerEntry after = before == null ? null : lines.after(answer, before);
        if (after != null) write(after);
        // a limit that is only watched needs no call
        boolean watched = life == LimitState.Life.YIELDED || life == LimitState.Life.FREE;
        if (!watched) alerts.answered(answer, life != LimitState.Life.RETURNING);
        return answer;
    }

    private Call.Answer notWritten(Call call, String why) {
        long now = clock.getAsLong();
        return new Call.Answer(call, Result.NOT_WRITTEN, null, why, now, now);
    }

    private boolean append(LedgerEntry line) {
        // until this attempt has written its first line, the chain would treat the line as an older attempt's
        if (attempt == null) return false;
        try {
            ledger.append(line);
            return true;
        } catch (NewerAttempt e) {
            stop(e);
        } catch (IOException | RuntimeException e) {
            cannotWrite(e);
        }
        return false;
    }

    private void cannotWrite(Exception e) {
        writable = false;
        alerts.ledger(e.toString());
    }

    /** Adds a line to the waiting lines. Nothing can be written before the ledger was read. */
    private void write(LedgerEntry line) {
        notes.add(line);
        writeNotes();
    }

    private void write(List<LedgerEntry> entries) {
        try {
            writable &= ledger.note(entries);
        } catch (NewerAttempt e) {
            stop(e);
        } catch (RuntimeException e) {
            // the ledger keeps these lines for its next write, and the call that wrote them must be answered
            cannotWrite(e);
        }
    }

    /**
     * Stops, because another attempt is running. Either this attempt should have ended already, or two jobs have the
     * same name.
     */
    private synchronized void stop(NewerAttempt e) {
        if (stopped) return;
        stopped = true;
        LOG.error(
                "{} {}: another attempt of this job has taken over, so this one stops: {}",
                account,
                region,
                e.getMessage());
        alerts.superseded(e.getMessage());
    }

    public void close() throws IOException {
        levers.close();
        ledger.close();
    }
}
