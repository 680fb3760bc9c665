package dev.breakwater.bench.nab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads NAB's data and labels from a folder or a {@code tar.gz}, GitHub's with its top folder {@code NAB-master/} among them. */
final class NabData {

    private static final String LABELS = "labels/combined_windows.json";
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final long LARGEST = 64L << 20;

    private NabData() {}

    /** All labelled files, by name. */
    static List<Series> read(Path place) throws IOException {
        Map<String, byte[]> files = fromTop(Files.isDirectory(place) ? folder(place) : archive(place));
        byte[] labels = files.get(LABELS);
        if (labels == null) throw new IOException(place + " holds no " + LABELS);
        JsonNode windows = new ObjectMapper().readTree(labels);
        List<Series> all = new ArrayList<>();
        for (Iterator<String> names = windows.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            byte[] csv = files.get("data/" + name);
            if (csv == null) throw new IOException(place + " holds no data/" + name);
            all.add(series(name, new String(csv, StandardCharsets.UTF_8), windows.get(name)));
        }
        return all;
    }

    /** Without the folders above that of the labels. */
    private static Map<String, byte[]> fromTop(Map<String, byte[]> files) {
        String top = files.keySet().stream()
                .filter(name -> name.equals(LABELS) || name.endsWith('/' + LABELS))
                .map(name -> name.substring(0, name.length() - LABELS.length()))
                .min(Comparator.comparingInt(String::length))
                .orElse("");
        Map<String, byte[]> below = new TreeMap<>();
        files.forEach((name, content) -> {
            if (name.startsWith(top)) below.put(name.substring(top.length()), content);
        });
        return below;
    }

    /** The files to read: NAB has some hundreds of MB of other people's results beside them. */
    private static boolean wanted(String name) {
        return name.endsWith(LABELS) || name.startsWith("data/") || name.contains("/data/");
    }

    private static Map<String, byte[]> folder(Path place) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(place)) {
            for (Path p : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                String name = place.relativize(p).toString().replace('\\', '/');
                if (wanted(name)) files.put(name, Files.readAllBytes(p));
            }
        }
        return files;
    }

    private static Map<String, byte[]> archive(Path place) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(place));
                DataInputStream tar = new DataInputStream(new GZIPInputStream(raw))) {
            byte[] header = new byte[BLOCK];
            while (true) {
                tar.readFully(header);
                String name = text(header, 0, NAME_LENGTH);
                if (name.isEmpty()) return files;
                long size = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH).trim(), 8);
                long padding = (BLOCK - size % BLOCK) % BLOCK;
                if (!wanted(name)) {
                    tar.skipNBytes(size + padding);
                    continue;
                }
                if (size > LARGEST) throw new IOException(name + " is larger than 64 MiB");
                byte[] content = new byte[(int) size];
                tar.readFully(content);
                tar.skipNBytes(padding);
                files.put(name.startsWith("./") ? name.substring(2) : name, content);
            }
        }
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) end++;
        return new String(header, at, end - at, StandardCharsets.US_ASCII);
    }

    private static Series series(String name, String csv, JsonNode windows) {
        List<String> lines = csv.lines().skip(1).filter(l -> !l.isBlank()).toList();
        long[] seconds = new long[lines.size()];
        double[] values = new double[lines.size()];
        for (int i = 0; i < seconds.length; i++) {
            int comma = lines.get(i).indexOf(',');
            seconds[i] = seconds(lines.get(i).substring(0, comma));
            values[i] = Double.parseDouble(lines.get(i).substring(comma + 1));
        }
        List<Series.Window> found = new ArrayList<>();
        for (JsonNode w : windows) {
            long from = seconds(w.get(0).asText());
            long to = seconds(w.get(1).asText());
            int first = 0;
            while (first < seconds.length - 1 && seconds[first] < from) first++;
            int last = seconds.length - 1;
            while (last > first && seconds[last] > to) last--;
            found.add(new Series.Window(first, last));
        }
        return new Series(name, seconds, values, found);
    }

    private static long seconds(String timestamp) {
        return LocalDateTime.parse(timestamp.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
    }
}
