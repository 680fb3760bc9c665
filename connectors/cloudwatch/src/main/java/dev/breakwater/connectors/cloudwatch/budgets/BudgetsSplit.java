package dev.breakwater.connectors.cloudwatch.budgets;

import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** All accounts; nothing has to be remembered of them, because each reading is whole. */
record BudgetsSplit() implements SourceSplit {

    @Override
    public String splitId() {
        return "budgets";
    }

    /** No bytes. */
    static final class Serializer implements SimpleVersionedSerializer<BudgetsSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(BudgetsSplit split) {
            return new byte[0];
        }

        @Override
        public BudgetsSplit deserialize(int version, byte[] bytes) {
            return new BudgetsSplit();
        }
    }
}
