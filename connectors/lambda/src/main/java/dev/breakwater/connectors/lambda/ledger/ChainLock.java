package dev.breakwater.connectors.lambda.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Locks a chain on a disk during one call, against other writers in this process and in other processes. */
final class ChainLock implements Closeable {

    private static final long PATIENCE_MILLIS = 2_000;
    private static final long LOOK_EVERY_MILLIS = 5;
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private FileChannel file;

    private ChainLock(ReentrantLock here) {
        this.here = here;
    }

    /**
     * @throws ClosedByInterruptException if the thread is interrupted, as in every channel of Java
     * @throws IOException if another writer holds the lock for two seconds
     */
    static ChainLock of(ChainFiles segments) throws IOException {
        Path path = segments.lock();
        ReentrantLock here = IN_THIS_PROCESS.computeIfAbsent(path, p -> new ReentrantLock());
        boolean got = false;
        boolean done = false;
        ChainLock lock = new ChainLock(here);
        try {
            if (!here.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw busy(segments);
            }
            got = true;
            lock.lockFile(path, segments);
            done = true;
            return lock;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } finally {
            if (got && !done) {
                lock.close();
            }
        }
    }

    /**
     * Locks the file. A lock belongs to the whole process, so no other thread of the process may close this file
     * meanwhile.
     */
    private void lockFile(Path path, ChainFiles segments) throws IOException, InterruptedException {
        Files.createDirectories(path.getParent());
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!tryLock()) {
            if (System.nanoTime() - deadline > 0) {
                throw busy(segments);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private boolean tryLock() throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another class loader of this process already holds the lock
            return false;
        }
    }

    private static IOException busy(ChainFiles segments) {
        return new IOException("Another writer holds the ledger's lock: " + segments.lock());
    }

    @Override
    public void close() throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            here.unlock();
        }
    }
}
