package dev.breakwater.cli.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.RocksDB;

/** Whether RocksDB, which is native code, can be used in this process. */
public final class RocksDb {

    private static final String ELSEWHERE = "; name a folder that can: BREAKWATER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER";

    private RocksDb() {}

    /** Why it cannot, with what to do; nothing: it is loaded. */
    public static Optional<String> problem() {
        return problem(Path.of(System.getProperty("java.io.tmpdir")), RocksDB::loadLibrary);
    }

    /** @param temporary where its library is unpacked and its files are */
    static Optional<String> problem(Path temporary, Runnable load) {
        try {
            Files.delete(Files.createTempFile(temporary, "breakwater", ""));
        } catch (IOException e) {
            return Optional.of(temporary + " cannot be written, where its files would be" + ELSEWHERE);
        }
        try {
            load.run();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            // of a folder mounted noexec, a processor or a C library that it was not built for
            Throwable why = e.getCause() == null ? e : e.getCause();
            return Optional.of("its native library does not load from " + temporary + " (" + why.getMessage() + ")"
                    + ELSEWHERE + ", or write heap");
        }
    }
}
