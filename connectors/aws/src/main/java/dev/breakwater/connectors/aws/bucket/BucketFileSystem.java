package dev.breakwater.connectors.aws.bucket;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A bucket as a file system. Keys are paths, and a folder exists while it contains an object. The file system is never
 * closed.
 */
final class BucketFileSystem extends FileSystem {

    private final Bucket bucket;
    private final BucketProvider provider = new BucketProvider();

    BucketFileSystem(Bucket bucket) {
        this.bucket = bucket;
    }

    Bucket bucket() {
        return bucket;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public BucketPath getPath(String first, String... more) {
        List<String> names = new ArrayList<>();
        for (String name : (first + '/' + String.join("/", more)).split("/")) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new BucketPath(this, first.startsWith("/"), names);
    }

    /** Patterns match names, as on a local file system. */
    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher local = FileSystems.getDefault().getPathMatcher(pattern);
        return path -> local.matches(Path.of(path.toString()));
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
