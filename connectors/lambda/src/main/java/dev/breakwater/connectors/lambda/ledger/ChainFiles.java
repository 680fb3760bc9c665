package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.bucket.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    private static final long ROOM_BYTES = 1 << 20;

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

    /** Opens a file to read it and to add lines. Creates the file if it does not exist. */
    FileChannel open(int number) throws IOException {
        return FileChannel.open(
                file(number), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Opens a new file. On a disk, the file appears when it is complete, with the method {@link #show}. In a bucket, it
     * appears completely with its first put.
     */
    FileChannel prepare(int number) throws IOException {
        Path path = file(number);
        if (!isShared()) {
            path = beside(".new");
            Files.deleteIfExists(path);
        }
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Gives a prepared file its name. */
    void show(int number) throws IOException {
        if (!isShared()) {
            Files.move(beside(".new"), file(number), StandardCopyOption.ATOMIC_MOVE);
        }
        force();
    }

    /** Writes lines at the channel's position, and forces them to the disk or puts them into the bucket. */
    static void write(FileChannel file, List<String> lines) throws IOException {
        String text = String.join("\n", lines) + '\n';
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(true);
    }

    /** Forces the folder to the disk, because only then is a file's new name durable. */
    void force() throws IOException {
        if (!isShared()) {
            try (FileChannel folder = FileChannel.open(first.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    /** @throws IOException if the disk is full */
    void ensureRoom() throws IOException {
        if (!isShared() && Files.getFileStore(first.getParent()).getUsableSpace() < ROOM_BYTES) {
            throw new IOException("There is no room for the ledger: " + first.getParent());
        }
    }

    /** Returns whether the line before this offset is still there and ends with this hash. */
    boolean endsWith(int number, long offset, String hash) throws IOException {
        String last = hash + "\"}\n";
        long from = offset - last.length();
        try (FileChannel file = FileChannel.open(file(number), StandardOpenOption.READ)) {
            if (from < 0) {
                return file.size() >= offset;
            }
            byte[] bytes = Channels.newInputStream(file.position(from)).readNBytes(last.length());
            return new String(bytes, StandardCharsets.US_ASCII).equals(last);
        }
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
