package dev.breakwater.ledger.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a file of lines that was split because it became too large. {@code decisions-1.jsonl} comes before
 * {@code decisions.jsonl}.
 *
 * @param file the part without a number, which is still being written
 */
public record SegmentedFile(Path file) {

    private static final Pattern NAME = Pattern.compile("(.+)(\\.[a-z]+)");

    /** The position of the part without a number, which comes after all other parts. */
    private static final int LIVE = Integer.MAX_VALUE;

    /**
     * All existing parts, oldest first. The last part is still being written. The result is empty if the file does not
     * exist.
     */
    public List<Path> parts() throws IOException {
        TreeMap<Integer, Path> all = new TreeMap<>();
        for (Path one : beside()) {
            if (one.getFileName().equals(file.getFileName()) && Files.isRegularFile(one)) all.put(LIVE, one);
            else if (number(one) > 0) all.put(number(one), one);
        }
        return List.copyOf(all.values());
    }

    /** The complete parts, by number. */
    public TreeMap<Integer, Path> rotated() throws IOException {
        TreeMap<Integer, Path> parts = new TreeMap<>();
        for (Path one : beside()) {
            if (number(one) > 0) parts.put(number(one), one);
        }
        return parts;
    }

    /**
     * All files in the file's folder. The result is empty if the folder does not exist. Fails if the folder cannot be
     * read.
     */
    private List<Path> beside() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            files.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return all;
    }

    /** The number of a part of the file, 0 for any other file. */
    private int number(Path one) {
        Matcher name = name();
        Pattern part =
                Pattern.compile(Pattern.quote(name.group(1)) + "-([1-9]\\d{0,8})" + Pattern.quote(name.group(2)));
        Matcher matcher = part.matcher(one.getFileName().toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    public Path part(int number) {
        Matcher name = name();
        return file.resolveSibling(name.group(1) + '-' + number + name.group(2));
    }

    private Matcher name() {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) throw new IllegalArgumentException(file + " has no ending");
        return name;
    }
}
