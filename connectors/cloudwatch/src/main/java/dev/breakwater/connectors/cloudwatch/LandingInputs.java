package dev.breakwater.connectors.cloudwatch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Turns what a user names, files and folders, into folders to read, and refuses what is not there. */
final class LandingInputs {
    private LandingInputs() {}

    /** Folders in the order given; files given one by one form one folder for each parent. */
    static List<LocalFolder> of(List<Path> paths) {
        if (paths.isEmpty()) {
            throw new LandingException("no input given");
        }
        // null for a whole folder, which takes in single files of the same folder
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

    private static void check(Path path) {
        String name = SafeText.escape(path.toString(), 512);
        if (!Files.exists(path)) {
            throw new LandingException(name + ": no such file or folder");
        }
        if (!Files.isReadable(path)) {
            throw new LandingException(name + ": permission denied");
        }
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                entries.iterator().hasNext();
            } catch (IOException e) {
                throw new LandingException(name + ": the folder cannot be listed");
            }
        } else if (!Files.isRegularFile(path)) {
            throw new LandingException(name + ": neither a file nor a folder");
        }
    }
}
