package dev.breakwater.connectors.aws.bucket;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Implements the methods of {@link java.nio.file.Files} for a bucket. A move is a put and a delete. Folders are never
 * created.
 */
final class BucketProvider extends FileSystemProvider {

    private static final int ALL = Integer.MAX_VALUE;

    @Override
    public String getScheme() {
        return "s3";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        return Folders.of(uri.toString());
    }

    /** Opens a channel whose content appears when the channel is closed. */
    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... more)
            throws IOException {
        return BucketChannel.open((BucketPath) path, options, true);
    }

    /** Opens a channel whose content appears when the channel is forced. */
    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... more)
            throws IOException {
        return BucketChannel.open((BucketPath) path, options, false);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        BucketPath own = (BucketPath) folder;
        List<Path> found = new ArrayList<>();
        for (Bucket.Entry entry : own.bucket().list(own.prefix(), ALL)) {
            Path path = folder.resolve(entry.key().substring(own.prefix().length()));
            if (filter.accept(path)) {
                found.add(path);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return found.iterator();
            }

            @Override
            public void close() {
                // the listing is complete
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) {
        // a folder exists as soon as it contains an object
    }

    @Override
    public void delete(Path path) throws IOException {
        ((BucketPath) path).bucket().delete(((BucketPath) path).key());
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        delete(path);
        return true;
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        boolean over = List.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
        copy((BucketPath) source, (BucketPath) target, over ? Bucket.ANY : Bucket.NONE);
    }

    private static void copy(BucketPath from, BucketPath to, String condition) throws IOException {
        to.bucket().put(to.key(), from.bucket().get(from.key()).bytes(), condition);
    }

    /**
     * The target appears as a whole and replaces an existing object. If the process ends before it deletes the source,
     * both objects exist.
     */
    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        copy((BucketPath) source, (BucketPath) target, Bucket.ANY);
        delete(source);
    }

    @Override
    public boolean isSameFile(Path a, Path b) {
        return a.equals(b);
    }

    @Override
    public boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException();
    }

    /** Checks only whether the object exists. A missing permission is noticed only when it is needed. */
    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        entry((BucketPath) path);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (type != BasicFileAttributes.class) {
            throw new UnsupportedOperationException(type.getName());
        }
        return type.cast(new Attributes(entry((BucketPath) path)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        BasicFileAttributes all = readAttributes(path, BasicFileAttributes.class, options);
        return Map.of("size", all.size(), "lastModifiedTime", all.lastModifiedTime());
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException(attribute);
    }

    /** Sets the time by putting the object again, because an object's time is the time of its last put. */
    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        if (type != BasicFileAttributeView.class) {
            return null;
        }
        return type.cast(new BasicFileAttributeView() {
            @Override
            public String name() {
                return "basic";
            }

            @Override
            public BasicFileAttributes readAttributes() throws IOException {
                return BucketProvider.this.readAttributes(path, BasicFileAttributes.class);
            }

            @Override
            public void setTimes(FileTime modified, FileTime accessed, FileTime created) throws IOException {
                copy((BucketPath) path, (BucketPath) path, Bucket.ANY);
            }
        });
    }

    private static Bucket.Entry entry(BucketPath path) throws IOException {
        Bucket bucket = path.bucket();
        if (!path.key().isEmpty()) {
            var object = bucket.head(path.key());
            if (object.isPresent()) {
                return object.get();
            }
        }
        List<Bucket.Entry> inside = bucket.list(path.prefix(), 1);
        if (inside.isEmpty() && !path.key().isEmpty()) {
            throw new NoSuchFileException(path.toString());
        }
        return new Bucket.Entry(path.key(), 0, Instant.EPOCH, true);
    }

    private record Attributes(Bucket.Entry entry) implements BasicFileAttributes {

        @Override
        public FileTime lastModifiedTime() {
            return FileTime.from(entry.at());
        }

        @Override
        public FileTime lastAccessTime() {
            return lastModifiedTime();
        }

        @Override
        public FileTime creationTime() {
            return lastModifiedTime();
        }

        @Override
        public boolean isRegularFile() {
            return !entry.folder();
        }

        @Override
        public boolean isDirectory() {
            return entry.folder();
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return entry.size();
        }

        @Override
        public Object fileKey() {
            return null;
        }
    }
}
