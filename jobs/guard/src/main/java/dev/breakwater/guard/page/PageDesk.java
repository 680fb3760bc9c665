package dev.breakwater.guard.page;

import dev.breakwater.connectors.aws.bucket.Folders;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Takes news for pages that no stage of the job carries, because the calls on limits report failing acts. It reaches
 * the pages that are written in the same process; where those are in another one, its incidents have no page.
 */
public final class PageDesk {

    /** News that may wait for a writer that is still to be opened. */
    private static final int MOST_EARLY = 100;

    /** By folder; guards both. */
    private static final Map<Path, Consumer<PageUpdate>> WRITERS = new HashMap<>();

    private static final Map<Path, Queue<PageUpdate>> EARLY = new HashMap<>();

    private PageDesk() {}

    /** Never waits for a disk, never throws. */
    public static void tell(String folder, PageUpdate news) {
        synchronized (WRITERS) {
            Path path = path(folder);
            Consumer<PageUpdate> writer = WRITERS.get(path);
            if (writer != null) {
                writer.accept(news);
                return;
            }
            Queue<PageUpdate> early = EARLY.computeIfAbsent(path, p -> new ArrayDeque<>());
            early.add(news);
            if (early.size() > MOST_EARLY) early.remove();
        }
    }

    static void open(String folder, Consumer<PageUpdate> writer) {
        synchronized (WRITERS) {
            WRITERS.put(path(folder), writer);
            Queue<PageUpdate> early = EARLY.remove(path(folder));
            if (early != null) early.forEach(writer);
        }
    }

    static void close(String folder, Consumer<PageUpdate> writer) {
        synchronized (WRITERS) {
            WRITERS.remove(path(folder), writer);
        }
    }

    private static Path path(String folder) {
        return Folders.of(folder).toAbsolutePath().normalize();
    }
}
