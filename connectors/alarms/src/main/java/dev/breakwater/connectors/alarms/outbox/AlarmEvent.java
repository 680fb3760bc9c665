package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message to people. All messages about the same incident have the same key. An event is a wire record that Flink
 * serializes without Kryo. It checks nothing; the outbox reports events that cannot be sent. <p>An event depends only
 * on the data and contains no wall-clock time. The sink adds the wall time of arrival.
 *
 * @param action          raise, update, resolve or notice
 * @param dedupKey        the incident's key, never blank; a key of more than 255 characters is sent as its hash
 * @param summary         one line, of which at most 1024 characters are sent
 * @param severity        how urgent the event is
 * @param timestampMillis time of the event in the data, epoch milliseconds
 * @param facts           facts for the reader, the most urgent first; they are a list, because Flink's maps have no
 *                        order
 * @param links           https links, for instance to the incident's page
 */
public record AlarmEvent(
        AlarmAction action,
        String dedupKey,
        String summary,
        Severity severity,
        long timestampMillis,
        Subject subject,
        List<Detail> facts,
        List<Link> links,
        Delivery delivery) {

    /** A name that no receiver has. */
    public static final List<String> EVERYONE = List.of("*");

    /** An event without links, which every receiver gets. */
    public AlarmEvent(
            AlarmAction action,
            String dedupKey,
            String summary,
            Severity severity,
            long timestampMillis,
            Subject subject,
            Map<String, String> details) {
        this(
                action,
                dedupKey,
                summary,
                severity,
                timestampMillis,
                subject,
                Detail.all(details),
                List.of(),
                new Delivery(EVERYONE, List.of(), 0));
    }

    public String source() {
        return subject.source;
    }

    public String component() {
        return subject.component;
    }

    public String scope() {
        return subject.scope;
    }

    public String clazz() {
        return subject.clazz;
    }

    public List<String> to() {
        return delivery.to;
    }

    public List<String> functions() {
        return delivery.functions;
    }

    public int ring() {
        return delivery.ring;
    }

    /** Returns the facts by name, in their order. */
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        for (Detail d : facts) details.put(d.name(), d.value());
        return details;
    }

    /** Returns whether this receiver gets the event. */
    public boolean goesTo(String receiver) {
        return forAll() || to().contains(receiver);
    }

    /** Returns whether no route has been applied yet. */
    public boolean forAll() {
        return to().equals(EVERYONE);
    }

    /** Returns true for every action except a resolve. */
    public boolean raises() {
        return action != AlarmAction.RESOLVE;
    }

    /** Returns whether the alarm is open after the event, which is true for a trigger and for an update. */
    public boolean opens() {
        return raises() && !tellsOnly();
    }

    /** Returns the same event for these receivers. */
    public AlarmEvent to(List<String> receivers) {
        return with(action, dedupKey, facts, links, new Delivery(receivers, List.of(), ring()));
    }

    /** Returns the same event about these functions. */
    public AlarmEvent of(List<String> names) {
        return with(action, dedupKey, facts, links, new Delivery(to(), names, ring()));
    }

    /** Returns the same event with other details and links. */
    public AlarmEvent with(Map<String, String> told, List<Link> others) {
        return with(action, dedupKey, Detail.all(told), others, delivery);
    }

    /** Returns the same event with another summary. */
    public AlarmEvent saying(String text) {
        return new AlarmEvent(action, dedupKey, text, severity, timestampMillis, subject, facts, links, delivery);
    }

    /** Returns the same event with this number of earlier notifications. */
    public AlarmEvent ringing(int before) {
        return with(action, dedupKey, facts, links, new Delivery(to(), functions(), before));
    }

    /** Returns the same event with another action. */
    AlarmEvent as(AlarmAction other) {
        return with(other, dedupKey, facts, links, delivery);
    }

    /** Returns the same event under another key. */
    AlarmEvent under(String key) {
        return with(action, key, facts, links, delivery);
    }

    private AlarmEvent with(AlarmAction does, String key, List<Detail> told, List<Link> others, Delivery sent) {
        return new AlarmEvent(does, key, summary, severity, timestampMillis, subject, told, others, sent);
    }

    /** Returns whether the event only refreshes the text of an alarm and notifies nobody. */
    public boolean standsOnly() {
        return action == AlarmAction.STANDS;
    }

    /** Returns whether the event is a notice, which opens no alarm. */
    public boolean tellsOnly() {
        return action == AlarmAction.NOTICE;
    }

    /**
     * The subject of the event.
     *
     * @param source    where the event happened, for instance account/region
     * @param component the function or group, or empty
     * @param scope     the kind of component, such as "function" or "group", or empty
     * @param clazz     the kind of incident, or empty
     */
    public record Subject(String source, String component, String scope, String clazz) {

        /** Creates the subject of an event about a function, a group, an account or all accounts. */
        public static Subject of(Scope s, String clazz) {
            String region = s.region().equals(Scope.WHOLE) ? "all regions" : s.region();
            return new Subject(
                    s.account().equals(Scope.WHOLE) ? "all accounts" : s.account() + '/' + region,
                    s.kind() == ScopeKind.ACCOUNT ? "" : s.key(),
                    s.kind().wire(),
                    clazz);
        }
    }

    /**
     * The recipients of the event.
     *
     * @param to        names of the receivers that the routes chose, or {@link #EVERYONE}
     * @param functions the other functions that the event covers, for routes; empty once the routes have been applied
     * @param ring      the number of earlier notifications about the same alert, from 0
     */
    public record Delivery(List<String> to, List<String> functions, int ring) {}

    /** A named fact. */
    public record Detail(String name, String value) {

        static List<Detail> all(Map<String, String> details) {
            return details.entrySet().stream()
                    .map(d -> new Detail(d.getKey(), d.getValue()))
                    .toList();
        }
    }

    /**
     * A link shown with an alarm.
     *
     * @param href an https address; a link with another scheme is not sent
     * @param text the text to show, or empty
     */
    public record Link(String href, String text) {}
}
