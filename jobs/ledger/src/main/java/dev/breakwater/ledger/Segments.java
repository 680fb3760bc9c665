package dev.breakwater.ledger;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a file of lines that has grown too large for one: {@code decisions-1.jsonl} before {@code decisions.jsonl}. */
public final class Segments {

    private static final Pattern NAME = Pattern.compile("(.+)(\\.[a-z]+)");

    private Segments() {}

    /** All parts that are there, the oldest first, and last the one that is written; none where there is no such file. */
    public static List<Path> of(Path file) throws IOException {
        List<Path> all = new ArrayList<>(rotated(file).values());
        if (Files.isRegularFile(file)) all.add(file);
        return all;
    }

    /** The parts that are whole, by number. */
    public static TreeMap<Integer, Path> rotated(Path file) throws IOException {
        TreeMap<Integer, Path> parts = new TreeMap<>();
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) return parts;
        Matcher name = name(file);
        Pattern part =
                Pattern.compile(Pattern.quote(name.group(1)) + "-([1-9]\\d{0,8})" + Pattern.quote(name.group(2)));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path one : files) {
                Matcher matcher = part.matcher(one.getFileName().toString());
                if (matcher.matches()) parts.put(Integer.valueOf(matcher.group(1)), one);
            }
        }
        return parts;
    }

    public static Path part(Path file, int number) {
        Matcher name = name(file);
        return file.resolveSibling(name.group(1) + '-' + number + name.group(2));
    }

    private static Matcher name(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) throw new IllegalArgumentException(file + " has no ending");
        return name;
    }
}
