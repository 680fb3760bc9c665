package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.LeverRef;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;

/** Where every act is written down. What cannot be written down is not done. */
public interface EffectsLog extends Closeable {

    /**
     * Makes sure that the next effect can be written.
     *
     * @throws IOException when it cannot: then nothing may be carried out
     */
    void ensureWritable() throws IOException;

    /** Why no new throttle may begin though the log can be written, or empty. */
    default String stopped() {
        return "";
    }

    /**
     * Writes the effect down, durably, before it returns. A repeat of the same intent with the same outcome is left out.
     *
     * @return whether a line was written
     */
    boolean append(Effect effect) throws IOException;

    /** What that act came to where it gave the limit back, or had nothing to give back; else null. */
    Effect givenBack(LeverRef limit, String intent);

    /** What is remembered of a limit at this time. */
    History history(LeverRef limit, long nowMillis);

    /** Opens the effects log where it is used; travels in the job graph. */
    @FunctionalInterface
    public interface EffectsLogFactory extends Serializable {

        EffectsLog open() throws IOException;
    }
}
