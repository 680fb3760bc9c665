package dev.breakwater.connectors.lambda.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.model.Wire;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line of a ledger. Each kind of line uses only the fields that it needs. All other fields are empty, and the file
 * does not contain them. The file has the fields of all groups side by side. Texts are cut at 512 characters and
 * written in ASCII, so that no name can look like a line.
 *
 * @param link   the line's place in its chain
 * @param at     the time of the event, by the writer's clock, to the millisecond
 * @param kind   the kind's name in files, or a kind that this version does not know
 * @param limit  the limit to which this entry belongs; all its fields are empty if there is none
 * @param detail text for people, which ends with AWS's own text if there is one
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record LedgerEntry(
        @JsonUnwrapped Link link,
        Instant at,
        String kind,
        @JsonUnwrapped LimitKey limit,
        @JsonUnwrapped Term term,
        @JsonUnwrapped Change change,
        @JsonUnwrapped Cause cause,
        String detail) {

    private static final int TEXT_LIMIT = 512;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS))
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    public LedgerEntry {
        at = at == null ? Instant.EPOCH : at.truncatedTo(ChronoUnit.MILLIS);
        kind = text(kind);
        detail = text(detail);
    }

    /**
     * The place of a line in a chain.
     *
     * @param seq     the line's number in its chain, from 1; 0 before the line is written
     * @param prev    hash of the previous line
     * @param writer  name of the chain
     * @param attempt number of the operator's attempt; 0 for other writers
     * @param carried whether the entry repeats a line of an earlier file of the chain
     */
    public record Link(long seq, String prev, String writer, int attempt, boolean carried) {

        public Link {
            prev = text(prev);
            writer = text(writer);
        }
    }

    /**
     * Identifies one limit: a function's reservation, or the maximum or pause of an event source mapping that feeds the
     * function.
     *
     * @param lever   the limit's name in files, for example {@code reservation}
     * @param mapping UUID of the event source mapping, empty for a reservation
     */
    public record LimitKey(String account, String region, String function, String lever, String mapping) {

        public LimitKey {
            account = text(account);
            region = text(region);
            function = text(function);
            lever = text(lever);
            mapping = text(mapping);
        }
    }

    /**
     * A lease and its end.
     *
     * @param lease the lease's id; ids are ordered as in {@link LeaseId}
     * @param until end of the lease; for {@code yielded} and {@code hands-off}, the time until which the function is
     *     left alone; null if there is none
     */
    public record Term(String lease, Instant until) {

        public Term {
            lease = text(lease);
            until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * The change of a limit's value.
     *
     * @param outcome the result of setting a limit: {@code ok}, {@code refused} or {@code unknown}
     * @param value   the value that Breakwater set, as text; {@code none} for no limit, empty if the line has no such
     *                value
     * @param found   for {@code intent} and {@code held}, the value before Breakwater's first call; for all other
     *                kinds, the value that was read now; both as text
     */
    public record Change(String outcome, String value, String found) {

        public Change {
            outcome = text(outcome);
            value = text(value);
            found = text(found);
        }
    }

    /**
     * The reason for a line, and who acted.
     *
     * @param key      for alerts, the alert's key at the pager; for {@code request}, the request's id
     * @param revision the configuration that was in force at the decision
     * @param by       a person, a host or another instance
     */
    public record Cause(String incident, String key, String revision, String by) {

        public Cause {
            incident = text(incident);
            key = text(key);
            revision = text(revision);
            by = text(by);
        }
    }

    /** The kind of a line. */
    public enum Kind implements Wire {
        /** Breakwater will set a value. The line is written before the first call that sets the value. */
        INTENT,
        /** AWS's answer to the call that sets a value. */
        SET,
        /** Breakwater's value was observed. */
        HELD,
        /** Breakwater will release a limit. */
        INTENT_RETURN,
        /** The release of the limit was observed. */
        RETURNED,
        /** The lease is over, and its limit was never set, so nothing was released. */
        NOT_SET,
        /**
         * Somebody else changed the limit. The line contains the value that was {@code found}. Breakwater leaves the
         * function alone up to the time in this line.
         */
        YIELDED,
        /** The function or mapping no longer exists. */
        GONE,
        /** A new attempt of the operator started. */
        ATTEMPT,
        /**
         * A person released the function. Breakwater leaves the function alone until the time in the field
         * {@code until}.
         */
        HANDS_OFF,
        /**
         * A person ended a function's protection from limits. If the line contains a time, the line ends every
         * protection up to that time, also of other writers.
         */
        AGAIN_ALLOWED,
        /** A person's request and its result. */
        REQUEST,
        /** A configuration came into force. */
        REVISION,
        /** A key was opened at the pager. */
        ALERT_OPEN,
        /** A key was closed at the pager. */
        ALERT_CLOSED,
        /**
         * A person gave up leases of an account that is no longer watched. A line about one limit gives up only the
         * {@code lease} that it names. A line about the account gives up all leases up to that lease.
         */
        FORGOTTEN,
        /** Lines that waited were dropped because the ledger could not be written. */
        DROPPED,
        /** A line about the chain, which says that this file continues the chain of the file before it. */
        CONTINUED,
        /**
         * A line about the chain, which says that the chain is broken before this line. The line contains the last good
         * hash.
         */
        ANEW,
        /** A line about the chain, which says that an operator has seen that the chain was broken. */
        ACCEPTED,
        /**
         * A line about the chain, which is the last line of a file in a bucket. After such a line, a writer continues
         * in the next file.
         */
        CLOSED;
    }

    /** An entry of this kind, without any other field. */
    public static LedgerEntry of(Kind kind, Instant at) {
        return new LedgerEntry(
                new Link(0, "", "", 0, false),
                at,
                kind.wire(),
                new LimitKey("", "", "", "", ""),
                new Term("", null),
                new Change("", "", ""),
                new Cause("", "", "", ""),
                "");
    }

    /** The same entry about this limit. */
    public LedgerEntry limit(LimitKey key) {
        return new LedgerEntry(link, at, kind, key, term, change, cause, detail);
    }

    /** The same entry about an account and region. */
    public LedgerEntry place(String account, String region) {
        return limit(new LimitKey(account, region, "", "", ""));
    }

    /** The same entry about a function with all its limits. */
    public LedgerEntry function(String account, String region, String function) {
        return limit(new LimitKey(account, region, function, "", ""));
    }

    /** The same entry with the lease and its end. */
    public LedgerEntry lease(String id, Instant end) {
        return new LedgerEntry(link, at, kind, limit, new Term(id, end), change, cause, detail);
    }

    public LedgerEntry until(Instant end) {
        return lease(term.lease(), end);
    }

    /** The same entry with the outcome ({@code ok}, {@code refused} or {@code unknown}) and AWS's own text. */
    public LedgerEntry outcome(String word, String why) {
        return with(new Change(word, change.value(), change.found())).detail(why);
    }

    public LedgerEntry detail(String text) {
        return new LedgerEntry(link, at, kind, limit, term, change, cause, text);
    }

    public LedgerEntry value(String ours) {
        return with(new Change(change.outcome(), ours, change.found()));
    }

    public LedgerEntry found(String theirs) {
        return with(new Change(change.outcome(), change.value(), theirs));
    }

    public LedgerEntry incident(String id) {
        return with(new Cause(id, cause.key(), cause.revision(), cause.by()));
    }

    public LedgerEntry key(String name) {
        return with(new Cause(cause.incident(), name, cause.revision(), cause.by()));
    }

    public LedgerEntry revision(String digits) {
        return with(new Cause(cause.incident(), cause.key(), digits, cause.by()));
    }

    public LedgerEntry by(String who) {
        return with(new Cause(cause.incident(), cause.key(), cause.revision(), who));
    }

    private LedgerEntry with(Change other) {
        return new LedgerEntry(link, at, kind, limit, term, other, cause, detail);
    }

    private LedgerEntry with(Cause other) {
        return new LedgerEntry(link, at, kind, limit, term, change, other, detail);
    }

    public boolean is(Kind other) {
        return kind.equals(other.wire());
    }

    /**
     * Returns whether the line is about the chain itself. In such a line, the {@code detail} is the reason why no new
     * throttle may begin, or empty.
     */
    @JsonIgnore
    boolean isNote() {
        return begins() || is(Kind.ACCEPTED) || is(Kind.CLOSED);
    }

    /** Returns whether a file of a chain may begin with this line. */
    boolean begins() {
        return is(Kind.CONTINUED) || is(Kind.ANEW);
    }

    /** Returns the JSON object without its hash. */
    String json() throws JsonProcessingException {
        return JSON.writeValueAsString(this);
    }

    /** @throws IOException if the line is not a JSON object with these fields */
    static LedgerEntry read(String line) throws IOException {
        LedgerEntry read = JSON.readValue(line, LedgerEntry.class);
        if (read == null) {
            throw new IOException("this is not a line of a ledger");
        }
        return read;
    }

    /** Returns the same entry as a line of a chain. Carried lines keep the writer and attempt of the original line. */
    LedgerEntry in(String chain, int newAttempt, long number, String before) {
        return with(
                link.carried()
                        ? new Link(number, before, link.writer(), link.attempt(), true)
                        : new Link(number, before, chain, newAttempt, false));
    }

    /** Returns the same entry as a repeated line in a new file of the chain. */
    LedgerEntry carriedOver() {
        return with(new Link(link.seq(), link.prev(), link.writer(), link.attempt(), true));
    }

    private LedgerEntry with(Link other) {
        return new LedgerEntry(other, at, kind, limit, term, change, cause, detail);
    }

    private static String text(String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT);
    }

    /** Reads a time. An invalid time counts as unknown, and the rest of the line is used. */
    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser from, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(from.getValueAsString(""));
            } catch (DateTimeException e) {
                return null;
            }
        }
    }
}
