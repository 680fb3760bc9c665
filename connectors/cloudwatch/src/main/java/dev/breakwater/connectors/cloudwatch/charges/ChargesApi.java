package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.Answer;
import java.io.Closeable;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/** Reads charges of some accounts with one set of credentials. */
interface ChargesApi extends Closeable {

    /** Readings of the accounts it may see, in the order of their times. */
    Answer<List<ChargesSource.Reading>> read(Instant from, Instant to);

    @Override
    void close();

    /** Opens the charge readers, where the source runs: one for each set of credentials, the best first. */
    interface Factory extends Serializable {
        List<ChargesApi> open(List<ChargesSource.Target> targets);
    }
}
