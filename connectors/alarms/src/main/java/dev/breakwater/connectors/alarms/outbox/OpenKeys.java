package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.io.Serializable;
import java.util.List;

/**
 * Remembers which keys a receiver shows, in case an outbox loses its state. Without this record, old keys would stay
 * open forever at a receiver that notifies only about new keys. One thread at a time calls this class, but never the
 * thread that processes records. The exceptions of this class are only logged.
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
            // this implementation keeps no record
        }

        @Override
        public List<OpenKey> open() {
            return List.of();
        }
    };

    /** Records that the receiver shows an alert under this key. */
    void opened(OpenKey key);

    /** Records that the receiver no longer shows the alert. */
    void closed(OpenKey key);

    /** Returns the keys that were opened and not closed. An outbox reads the keys once, when it starts. */
    List<OpenKey> open();

    /**
     * One key that a receiver shows.
     *
     * @param key       the key in the form in which it was sent
     * @param source    where the alert comes from, for instance account/region
     * @param scope     the kind of component
     * @param component the function or group, or empty
     */
    record OpenKey(String key, String source, String scope, String component) implements Serializable {

        static OpenKey of(AlarmEvent sent) {
            return new OpenKey(sent.dedupKey(), sent.source(), sent.scope(), sent.component());
        }

        /** Returns the alert's subject. A newer alert with the same subject replaces this alert. */
        String subject() {
            return source + ' ' + scope + ' ' + component;
        }

        /** Returns the event that ends the alert. */
        AlarmEvent over(long now) {
            return new AlarmEvent(
                    AlarmAction.RESOLVE,
                    key,
                    "the job lost its state after this alert; the alert was sent again or is over",
                    Severity.INFO,
                    now,
                    new AlarmEvent.Subject(source, component, scope, ""),
                    java.util.Map.of());
        }
    }
}
