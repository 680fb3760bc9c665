package dev.breakwater.cli.replay;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the whole lines that were added to a file since the last time. */
final class Tail {

    private final Path file;
    private long position;

    Tail(Path file) {
        this.file = file;
    }

    List<String> more() throws IOException {
        if (!Files.exists(file)) return List.of();
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] added = new byte[(int) Math.min(Math.max(0, in.length() - position), 1 << 24)];
            in.seek(position);
            in.readFully(added);
            int end = added.length;
            while (end > 0 && added[end - 1] != '\n') end--;
            position += end;
            String text = new String(added, 0, end, StandardCharsets.UTF_8);
            return text.isEmpty() ? List.of() : new ArrayList<>(List.of(text.split("\n")));
        }
    }
}
