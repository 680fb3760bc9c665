package dev.breakwater.connectors.cloudwatch;

import java.io.IOException;
import java.io.Serializable;
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
 * One folder of the input: all files below it, or only those named. Names are relative, with {@code /}; their order is
 * the order of reading. Files whose name begins with a dot or ends in {@code .tmp} are being written and are left out.
 *
 * @param root  the folder
 * @param files the names, sorted, or null for all files below the folder
 */
record LandingFolder(String root, List<String> files) implements Serializable {

    /** Names in order, and folders that could not be read. */
    record Listing(List<String> names, List<String> unreadable) {}

    Path path(String name) {
        return Path.of(root).resolve(name);
    }

    /** The names after this one; "" for all. */
    Listing after(String last) {
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
            String own = file.getFileName().toString();
            boolean used = attributes.isRegularFile() && !own.startsWith(".") && !own.endsWith(".tmp");
            if (used && name.compareTo(last) > 0) {
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
