package dev.breakwater.connectors.receive;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The base of tests at an endpoint that takes deliveries. */
public abstract class BenchTest {
    @TempDir
    protected Path folder;

    protected Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }
}
