package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.store.FolderStore.GroupScan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that nobody reads yet. Groups are appended and made durable one by one. After that, the file gets its name. If
 * a write fails, the incomplete bytes are cut off before the next write.
 */
final class Draft implements Closeable {
    private final Path path;
    private FileChannel file; // null: there is no draft
    private long good; // number of durable bytes

    Draft(Path path) {
        this.path = path;
    }

    /** Publishes the complete groups that an earlier process left in its draft. */
    List<RequestKey> recover() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        open();
        GroupScan scan = GroupScan.of(file, true);
        good = scan.whole();
        file.truncate(good);
        file.force(true);
        return scan.keys();
    }

    long bytes() {
        return good;
    }

    /** Appends bytes and forces them to the disk. If this method throws, the bytes are not part of the file. */
    void append(List<ByteBuffer> bytes) throws IOException {
        if (file == null) {
            begin();
        }
        if (file.size() > good) {
            file.truncate(good);
        }
        file.position(good);
        ByteBuffer[] all = bytes.toArray(ByteBuffer[]::new);
        long left = bytes.stream().mapToLong(ByteBuffer::remaining).sum();
        long after = good + left;
        while (left > 0) {
            left -= file.write(all);
        }
        file.force(false);
        good = after;
    }

    /** Gives the file its name if the file is not empty. */
    void publish(Path name) throws IOException {
        if (file == null) {
            return;
        }
        if (good == 0) {
            Files.deleteIfExists(path);
            close();
            return;
        }
        // for example, this happens after a write that failed and was not repeated
        file.truncate(good);
        makeFolders(name.getParent());
        Files.move(path, name, StandardCopyOption.ATOMIC_MOVE);
        // the file is closed, because readers can see it now
        close();
        forceFolder(name.getParent());
    }

    private void begin() throws IOException {
        open();
        try {
            forceFolder(path.getParent());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        good = 0;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
            good = 0;
        }
    }

    private static void makeFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolders(folder.getParent());
            Files.createDirectory(folder);
            forceFolder(folder.getParent());
        }
    }

    /** Forces the folder to the disk, because only then is the file's new name durable. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
