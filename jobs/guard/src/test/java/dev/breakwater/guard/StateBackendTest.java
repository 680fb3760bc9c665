package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

class StateBackendTest {

    private static final long GIB = 1L << 30;

    @Test
    void asManyFunctionsAreWatchedAsAQuarterOfTheHeapHolds() {
        assertThat(most("heap", 0, GIB)).as("never fewer").isEqualTo(50_000);
        assertThat(most("heap", 0, 32 * GIB)).isEqualTo(1_048_576);
        assertThat(most("rocksdb", 0, 8 * GIB)).as("only names").isEqualTo(1_048_576);
        Settings.State heap = new Settings.State("heap", 0, 30);
        assertThat(FlinkOptions.mostFunctions(heap, 8 * GIB, 3))
                .as("a third of the state, and all names")
                .isEqualTo(2 * most("heap", 0, 8 * GIB));
    }

    @Test
    void orAsManyAsAreWritten() {
        assertThat(most("heap", 7, 32 * GIB)).isEqualTo(7);
        assertThat(most("heap", 300_000, GIB)).isEqualTo(300_000);
    }

    @Test
    void rocksDbIsToldToKeepIndexesSmallByNamesThatItKnows() {
        Configuration c = FlinkOptions.ofBackend("rocksdb");
        assertThat(c.get(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS)).isTrue();
        assertThat(c.get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isTrue();
        assertThat(FlinkOptions.ofBackend("heap").toMap()).isEmpty();
    }

    private static int most(String backend, int functions, long heap) {
        return FlinkOptions.mostFunctions(new Settings.State(backend, functions, 30), heap, 1);
    }
}
