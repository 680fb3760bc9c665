package dev.breakwater.connectors.source;

import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** All there is to ask for; nothing has to be remembered of it. */
public record WholeSplit() implements SourceSplit {

    @Override
    public String splitId() {
        return "whole";
    }

    /** No bytes. */
    static final class Serializer implements SimpleVersionedSerializer<WholeSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(WholeSplit split) {
            return new byte[0];
        }

        @Override
        public WholeSplit deserialize(int version, byte[] bytes) {
            return new WholeSplit();
        }
    }
}
