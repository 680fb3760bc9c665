package dev.breakwater.connectors.alarms.outbox;

import java.util.List;
import java.util.Map;

/**
 * A message to people, under a key that joins all messages about the same incident. A flat wire record: it crosses
 * Flink without Kryo, holds no wall clock and validates nothing; the outbox reports events that cannot be sent.
 *
 * <p>The sink stamps the wall time of arrival itself, so the event stays a pure function of the data.
 *
 * @param action          raise, update, resolve or notice
 * @param dedupKey        the incident's key, never blank; longer than 255 characters is hashed
 * @param summary         one line, at most 1024 characters are sent
 * @param source          where it happens, for instance account/region
 * @param severity        how loud
 * @param timestampMillis data time of the event, epoch milliseconds
 * @param component       the function or group, or empty
 * @param scope           the kind of component, for instance {@code function} or {@code group}, or empty
 * @param clazz           the kind of incident, or empty
 * @param details         facts for the reader, in the order given
 * @param links           https links, for instance to the incident's page
 * @param to              names of the receivers that routes send it to, or {@link #EVERYONE}
 * @param functions       the functions that it covers besides its own, for routes; none once routes have chosen
 */
public record AlarmEvent(
        Action action,
        String dedupKey,
        String summary,
        String source,
        Severity severity,
        long timestampMillis,
        String component,
        String scope,
        String clazz,
        Map<String, String> details,
        List<Link> links,
        List<String> to,
        List<String> functions,
        int ring) {

    /** No receiver has this name. */
    public static final List<String> EVERYONE = List.of("*");

    /** For every receiver. */
    public AlarmEvent(
            Action action,
            String dedupKey,
            String summary,
            String source,
            Severity severity,
            long timestampMillis,
            String component,
            String scope,
            String clazz,
            Map<String, String> details,
            List<Link> links) {
        this(
                action,
                dedupKey,
                summary,
                source,
                severity,
                timestampMillis,
                component,
                scope,
                clazz,
                details,
                links,
                EVERYONE,
                List.of(),
                0);
    }

    /** Whether this receiver learns of it. */
    public boolean goesTo(String receiver) {
        return forAll() || to().contains(receiver);
    }

    /** Whether no route has chosen. */
    public boolean forAll() {
        return to().equals(EVERYONE);
    }

    /**
     * The action for the receiver. An update raises the alarm if nothing raised it before. An event of that action is
     * no news: it is the text with which the alarm is sent the next time, and is never sent itself. A notice reports
     * something done (a throttle, a release) and opens nothing; each needs a key of its own. Only channels that say so
     * take notices.
     */
    public enum Action {
        TRIGGER,
        UPDATE,
        STANDS,
        RESOLVE,
        NOTICE
    }

    /** The four severities that PagerDuty knows. */
    public enum Severity {
        CRITICAL,
        ERROR,
        WARNING,
        INFO
    }

    /** True for all but a resolve. */
    public boolean raises() {
        return action != Action.RESOLVE;
    }

    /** True for a trigger and for an update, which both leave an open alarm behind. */
    public boolean opens() {
        return raises() && !tellsOnly();
    }

    /** The same for these receivers. */
    public AlarmEvent to(List<String> receivers) {
        return with(action, dedupKey, details, links, receivers, List.of(), ring);
    }

    /** The same of these functions. */
    public AlarmEvent of(List<String> names) {
        return with(action, dedupKey, details, links, to, names, ring);
    }

    /** The same with other details and links. */
    public AlarmEvent with(Map<String, String> told, List<Link> others) {
        return with(action, dedupKey, told, others, to, functions, ring);
    }

    /** The same event with this number of earlier rings. */
    public AlarmEvent ringing(int before) {
        return with(action, dedupKey, details, links, to, functions, before);
    }

    /** The same as another action. */
    AlarmEvent as(Action other) {
        return with(other, dedupKey, details, links, to, functions, ring);
    }

    /** The same under another key. */
    AlarmEvent under(String key) {
        return with(action, key, details, links, to, functions, ring);
    }

    private AlarmEvent with(
            Action does,
            String key,
            Map<String, String> told,
            List<Link> others,
            List<String> receivers,
            List<String> names,
            int rang) {
        return new AlarmEvent(
                does,
                key,
                summary,
                source,
                severity,
                timestampMillis,
                component,
                scope,
                clazz,
                told,
                others,
                receivers,
                names,
                rang);
    }

    /** True if the event only refreshes an alarm's state and is no news. */
    public boolean standsOnly() {
        return action == Action.STANDS;
    }

    /** True for a notice, which opens nothing. */
    public boolean tellsOnly() {
        return action == Action.NOTICE;
    }

    /**
     * A link shown with an alarm.
     *
     * @param href an https address; others are not sent
     * @param text the text to show, or empty
     */
    public record Link(String href, String text) {}
}
