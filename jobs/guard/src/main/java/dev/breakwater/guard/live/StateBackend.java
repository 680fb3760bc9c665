package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;

/** The state backend that the configuration names, as Flink is told of it. */
public final class StateBackend {

    private StateBackend() {}

    /**
     * What to set; nothing for the heap, which is Flink's own default, so that a cluster keeps what it is set to.
     *
     * @param backend {@code heap} or {@code rocksdb}
     */
    public static Configuration of(String backend) {
        Configuration c = new Configuration();
        if (backend.equals(Settings.State.ROCKSDB)) {
            c.set(StateBackendOptions.STATE_BACKEND, backend);
            c.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        }
        return c;
    }
}
