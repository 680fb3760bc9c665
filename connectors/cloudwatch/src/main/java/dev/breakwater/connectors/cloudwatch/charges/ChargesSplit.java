package dev.breakwater.connectors.cloudwatch.charges;

import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** All charges; nothing has to be remembered of them, because a reading that is not newer changes nothing. */
record ChargesSplit() implements SourceSplit {

    @Override
    public String splitId() {
        return "charges";
    }

    /** No bytes. */
    static final class Serializer implements SimpleVersionedSerializer<ChargesSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(ChargesSplit split) {
            return new byte[0];
        }

        @Override
        public ChargesSplit deserialize(int version, byte[] bytes) {
            return new ChargesSplit();
        }
    }
}
