package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;
import java.util.List;

/**
 * Remembers which keys a receiver shows, in case an outbox loses its state. Without this record, old keys would stay
 * open forever at a receiver that notifies only about new keys. One thread at a time calls it, and never the thread
 * that processes records. An exception from it is only logged.
 */
public interface OpenKeys extends Serializable {

    /** Remembers nothing. */
    OpenKeys NONE = new OpenKeys() {
        private static final long serialVersionUID = 1L;

        @Override
        public void opened(OpenKey key) {
            // nothing to do: this implementation keeps no record
        }

        @Override
        public void closed(OpenKey key) {
            // see above
        }

        @Override
        public List<OpenKey> open() {
            return List.of();
        }
    };

    /** The receiver shows an alert under this key. */
    void opened(OpenKey key);

    /** The receiver no longer shows it. */
    void closed(OpenKey key);

    /** The keys that were opened and not closed. An outbox reads them once, when it starts. */
    List<OpenKey> open();

    /**
     * One key that a receiver shows.
     *
     * @param key       the key in the form in which it was sent
     * @param source    where the alert is, for instance account/region
     * @param scope     the kind of component
     * @param component the function or group, or empty
     */
    record OpenKey(String key, String source, String scope, String component) implements Serializable {

        static OpenKey of(AlarmEvent sent) {
            return new OpenKey(sent.dedupKey(), sent.source(), sent.scope(), sent.component());
        }

        /** The alert's subject. A newer alert with the same subject replaces it. */
        String subject() {
            return source + ' ' + scope + ' ' + component;
        }

        /** The event that ends it. */
        AlarmEvent over(long now) {
            return new AlarmEvent(
                    AlarmEvent.Action.RESOLVE,
                    key,
                    "the job lost its state after this alert; the alert was sent again or is over",
                    source,
                    AlarmEvent.Severity.INFO,
                    now,
                    component,
                    scope,
                    "",
                    java.util.Map.of(),
                    List.of());
        }
    }
}
