package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.bucket.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a ledger: {@code ledger.jsonl}, then {@code ledger-2.jsonl} and so on. Only the newest file is written.
 * Each file begins with every limit that is not released, so that older files may be removed.
 *
 * @param first path of the first file
 */
record ChainFiles(Path first) {

    static ChainFiles of(Path first) {
        return new ChainFiles(first.toAbsolutePath());
    }

    Path file(int number) {
        return number == 1 ? first : beside("-" + number + suffix());
    }

    /** Returns the numbers of the existing files, in order. */
    List<Integer> numbers() throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(stem()) + "(?:-(\\d{1,9}))?" + Pattern.quote(suffix()));
        try (Stream<Path> files = Files.list(first.getParent())) {
            return files.map(file -> name.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(match -> match.group(1) == null ? 1 : Integer.parseInt(match.group(1)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /**
     * Returns whether a file exists.
     *
     * @throws IOException if the file's existence cannot be determined
     */
    static boolean isThere(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Returns whether the files are in a bucket, where no lock excludes other writers. */
    boolean isShared() {
        return Folders.isBucket(first);
    }

    /** Returns the number of the newest file, or 1 if there is no file yet. */
    int newest() throws IOException {
        List<Integer> numbers = numbers();
        return numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1);
    }

    /**
     * Returns the path of a file in which a reader reports that it knows more lines than the chain contains. After such
     * a report, the writer begins a new chain.
     */
    Path lost() {
        return beside(".lost");
    }

    /**
     * Returns the path of the file in which a person accepts a new chain. The file contains the hash of the chain's
     * first line.
     */
    Path accepted() {
        return beside(".accepted");
    }

    /** Returns the path of the file that a writer locks while it adds lines. */
    Path lock() {
        return beside(".lock");
    }

    /** Returns the path of the file in which a segment is prepared before it becomes visible. */
    Path unfinished() {
        return beside(".new");
    }

    private Path beside(String end) {
        return first.resolveSibling(stem() + end);
    }

    private String stem() {
        String name = first.getFileName().toString();
        return name.substring(0, name.length() - suffix().length());
    }

    private String suffix() {
        String name = first.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
