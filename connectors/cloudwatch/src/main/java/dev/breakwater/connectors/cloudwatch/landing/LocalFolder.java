package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.SafeText;
import dev.breakwater.connectors.cloudwatch.landing.LandingFolder.ToldNames;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * One local folder of the input, with all files below it or only the named files.
 *
 * @param root  the folder
 * @param files the names, sorted, or null for all files below the folder
 */
record LocalFolder(String root, List<String> files) implements LandingFolder.Root {

    /**
     * Returns the folders to read for the files and folders that a user names, in the given order. Single files of one
     * parent form one folder.
     *
     * @throws Unreadable if a path is missing or unreadable; the message is one line with the path
     */
    static List<LocalFolder> of(List<Path> paths) {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("no input given");
        }
        // null stands for a whole folder, which already includes a named file inside it
        Map<String, TreeSet<String>> files = new LinkedHashMap<>();
        for (Path given : paths) {
            Path path = given.toAbsolutePath().normalize();
            check(path);
            if (Files.isDirectory(path)) {
                files.put(path.toString(), null);
            } else {
                String root = path.getParent().toString();
                TreeSet<String> names = files.computeIfAbsent(root, r -> files.containsKey(r) ? null : new TreeSet<>());
                if (names != null) {
                    names.add(path.getFileName().toString());
                }
            }
        }
        List<LocalFolder> folders = new ArrayList<>();
        files.forEach((root, names) -> folders.add(new LocalFolder(root, names == null ? null : List.copyOf(names))));
        return folders;
    }

    /** Thrown if a folder that the user named is missing or unreadable. The message is for the user. */
    static final class Unreadable extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Unreadable(String line) {
            super(line);
        }
    }

    private static void check(Path path) {
        String name = SafeText.escape(path.toString(), 512);
        if (!Files.exists(path)) {
            throw new Unreadable(name + ": no such file or folder");
        }
        if (!Files.isReadable(path)) {
            throw new Unreadable(name + ": permission denied");
        }
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                var unused = entries.iterator().hasNext();
            } catch (IOException e) {
                throw new Unreadable(name + ": the folder cannot be listed");
            }
        } else if (!Files.isRegularFile(path)) {
            throw new Unreadable(name + ": neither a file nor a folder");
        }
    }

    @Override
    public LandingFolder open() {
        return open(System::currentTimeMillis);
    }

    LandingFolder open(LongSupplier millis) {
        return new Opened(root, files, new ToldNames(millis));
    }

    /** A local folder that is being read. */
    private record Opened(String root, List<String> files, ToldNames told) implements LandingFolder {

        @Override
        public boolean grows() {
            return true;
        }

        @Override
        public ByteSource source(String name, InflationCap cap, boolean ended, Predicate<DeliveryKey> read)
                throws IOException {
            return ByteSource.open(Path.of(root).resolve(name), cap, ended, read);
        }

        @Override
        public void close() {
            // no file is open at this point
        }

        @Override
        public Listing after(String last) {
            if (files != null) {
                return new Listing(
                        files.stream().filter(f -> f.compareTo(last) > 0).toList(), List.of());
            }
            if (!told.hasBegun()) told.begin(last, last);
            Walk walk = new Walk(Path.of(root), told);
            try {
                Files.walkFileTree(walk.root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
            } catch (IOException e) {
                walk.unreadable.add(root);
            }
            Collections.sort(walk.names);
            return told.tell(walk.names, walk.unreadable);
        }
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final ToldNames told;
        private final List<String> names = new ArrayList<>();
        private final List<String> unreadable = new ArrayList<>();

        Walk(Path root, ToldNames told) {
            this.root = root;
            this.told = told;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            // if a folder sorts before the anchor and does not contain the anchor, all names below that folder were
            // read
            String last = told.anchor();
            String below = name(dir) + "/";
            boolean done = !dir.equals(root) && below.compareTo(last) < 0 && !last.startsWith(below);
            return done ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = name(file);
            if (attributes.isRegularFile() && name.compareTo(told.anchor()) > 0 && told.isNew(name)) {
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
