package dev.breakwater.connectors.aws.bucket;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A path that is a key in a bucket, or a part of a key. The path has no {@code .} or {@code ..} parts. */
final class BucketPath implements Path {

    private final BucketFileSystem system;
    private final boolean absolute;
    private final List<String> names;

    BucketPath(BucketFileSystem system, boolean absolute, List<String> names) {
        this.system = system;
        this.absolute = absolute;
        this.names = List.copyOf(names);
    }

    /** Returns the key of an object. */
    String key() {
        return String.join("/", names);
    }

    /** Returns the prefix of the keys in this folder. */
    String prefix() {
        return names.isEmpty() ? "" : key() + '/';
    }

    Bucket bucket() {
        return system.bucket();
    }

    @Override
    public BucketFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public Path getRoot() {
        return absolute ? new BucketPath(system, true, List.of()) : null;
    }

    @Override
    public Path getFileName() {
        return names.isEmpty() ? null : new BucketPath(system, false, names.subList(names.size() - 1, names.size()));
    }

    @Override
    public Path getParent() {
        int above = names.size() - 1;
        return above < 0 || above == 0 && !absolute ? null : new BucketPath(system, absolute, names.subList(0, above));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public Path getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public Path subpath(int from, int to) {
        return new BucketPath(system, false, names.subList(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        BucketPath o = own(other);
        return absolute == o.absolute
                && names.size() >= o.names.size()
                && names.subList(0, o.names.size()).equals(o.names);
    }

    @Override
    public boolean endsWith(Path other) {
        BucketPath o = own(other);
        int from = names.size() - o.names.size();
        return o.absolute
                ? equals(o)
                : from >= 0 && names.subList(from, names.size()).equals(o.names);
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path resolve(Path other) {
        BucketPath o = own(other);
        if (o.absolute) {
            return o;
        }
        List<String> all = new ArrayList<>(names);
        all.addAll(o.names);
        return new BucketPath(system, absolute, all);
    }

    @Override
    public Path relativize(Path other) {
        if (!other.startsWith(this)) {
            throw new IllegalArgumentException(other + " is not below " + this);
        }
        List<String> all = own(other).names;
        return new BucketPath(system, false, all.subList(names.size(), all.size()));
    }

    @Override
    public URI toUri() {
        return URI.create(system.bucket().address(key()));
    }

    @Override
    public Path toAbsolutePath() {
        return absolute ? this : new BucketPath(system, true, names);
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketPath o && o.system == system && o.absolute == absolute && o.names.equals(names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(absolute, names);
    }

    /** Returns the full address, as people write it. */
    @Override
    public String toString() {
        return absolute ? system.bucket().address(key()) : key();
    }

    private static BucketPath own(Path path) {
        if (path instanceof BucketPath own) {
            return own;
        }
        throw new ProviderMismatchException();
    }
}
