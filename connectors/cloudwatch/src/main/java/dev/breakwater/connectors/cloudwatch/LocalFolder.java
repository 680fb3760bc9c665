package dev.breakwater.connectors.cloudwatch;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

/**
 * One folder of the input on this machine: all files below it, or only those named.
 *
 * @param root  the folder
 * @param files the names, sorted, or null for all files below the folder
 */
record LocalFolder(String root, List<String> files) implements LandingRoot, LandingFolder {

    @Override
    public LandingFolder open() {
        return this;
    }

    @Override
    public boolean grows() {
        return true;
    }

    @Override
    public ByteSource source(String name, InflationCap cap, boolean ended) throws IOException {
        return ByteSource.open(Path.of(root).resolve(name), cap, ended);
    }

    @Override
    public void close() {
        // nothing is held open between files
    }

    @Override
    public Listing after(String last) {
        if (files != null) {
            return new Listing(files.stream().filter(f -> f.compareTo(last) > 0).toList(), List.of());
        }
        Walk walk = new Walk(Path.of(root), last);
        try {
            Files.walkFileTree(walk.root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            walk.unreadable.add(root);
        }
        Collections.sort(walk.names);
        return new Listing(walk.names, walk.unreadable);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final String last;
        private final List<String> names = new ArrayList<>();
        private final List<String> unreadable = new ArrayList<>();

        Walk(Path root, String last) {
            this.root = root;
            this.last = last;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            // every name below a folder that sorts before the last name, and does not hold it, is done
            String below = name(dir) + "/";
            boolean done = !dir.equals(root) && below.compareTo(last) < 0 && !last.startsWith(below);
            return done ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = name(file);
            if (attributes.isRegularFile() && LandingFolder.used(name) && name.compareTo(last) > 0) {
                names.add(name);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable.add(name(file));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, IOException e) {
            if (e != null) {
                unreadable.add(name(dir));
            }
            return FileVisitResult.CONTINUE;
        }

        private String name(Path path) {
            return root.relativize(path).toString().replace('\\', '/');
        }
    }
}
