package dev.breakwater.guard.file;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.DaemonThreads;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Checks whether a live run's files of lines can be written. Some files get only one line a day, so a failed write
 * would be noticed too late. The check has its own thread, so that a hanging disk cannot delay the alert.
 */
public final class WriteProbe implements Closeable {

    /** The number of bytes to write, which is enough to need a new block on the disk. */
    private static final int BYTES = 4096;

    private final Path folder;
    private final List<String> files;
    private final ExecutorService beside =
            Executors.newSingleThreadExecutor(new DaemonThreads("breakwater-write-probe"));
    private Future<String> tried;
    private String trouble = "";

    /** @param files names of files in the folder, which need not exist yet */
    public WriteProbe(String folder, List<String> files) {
        this.folder = Folders.of(folder).toAbsolutePath();
        this.files = files;
    }

    /** Returns whether the previous check was successful, and starts the next check. Never waits. */
    public boolean works() {
        boolean answered = tried != null && tried.isDone();
        if (answered) trouble = answer(tried);
        else if (tried != null) trouble = folder + " does not answer";
        boolean works = answered && trouble.isEmpty();
        if (tried == null || answered) tried = beside.submit(this::look);
        return works;
    }

    /** Returns the text of the latest error. */
    public String trouble() {
        return trouble;
    }

    private static String answer(Future<String> tried) {
        try {
            return tried.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String look() {
        Path probe = folder.resolve(".writable");
        try {
            Files.createDirectories(folder);
            Files.write(probe, new byte[BYTES]);
            Files.delete(probe);
        } catch (IOException e) {
            return e.toString();
        }
        for (String name : files) {
            Path file = folder.resolve(name);
            // opening and closing the file here would release the lock that the file's writer has in this process
            if (!Files.exists(file)) continue;
            if (!Files.isRegularFile(file)) return file + " is not a file";
            if (!Files.isWritable(file)) return file + " may not be written";
        }
        return "";
    }

    @Override
    public void close() {
        beside.shutdownNow();
    }
}
