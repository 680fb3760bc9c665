package dev.breakwater.bench.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny benchmark of NAB's shape, made here: two files of 1,000 points, one with a spike in its window. */
class NabBenchTest {

    private static final String SPIKED = "realAWSCloudwatch/spiked.csv";
    private static final String CALM = "realTweets/calm.csv";
    private static final String WINDOWS = "{\"" + SPIKED + "\":[[\"2014-01-03 11:00:00.000000\","
            + "\"2014-01-03 15:00:00.000000\"]],\"" + CALM + "\":[]}";

    @TempDir
    Path folder;

    @Test
    void aFolderIsScored() throws IOException {
        write(folder.resolve("labels/combined_windows.json"), WINDOWS);
        write(folder.resolve("data/" + SPIKED), csv(730));
        write(folder.resolve("data/" + CALM), csv(-1));
        NabResult result = NabBench.run(folder);
        assertThat(result.files()).isEqualTo(2);
        assertThat(result.windows()).isEqualTo(1);
        assertThat(result.points()).isEqualTo(2000);
        assertThat(result.scores())
                .hasSize(2)
                .allSatisfy(s -> assertThat(s.standard()).isBetween(50.0, 100.0));
        assertThat(result.found().get(0)).isEqualTo(new NabResult.Found("realAWSCloudwatch", 1, 1, 0));
    }

    @Test
    void anArchiveIsReadLikeTheFolder() throws IOException {
        write(folder.resolve("nab/labels/combined_windows.json"), WINDOWS);
        write(folder.resolve("nab/data/" + SPIKED), csv(730));
        write(folder.resolve("nab/data/" + CALM), csv(-1));
        Path archive = folder.resolve("nab.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            for (String name : List.of("labels/combined_windows.json", "data/" + SPIKED, "data/" + CALM)) {
                entry(out, name, Files.readAllBytes(folder.resolve("nab").resolve(name)));
            }
            out.write(new byte[1024]);
        }
        assertThat(NabBench.run(archive)).isEqualTo(NabBench.run(folder.resolve("nab")));
    }

    @Test
    void theArchiveThatGitHubMakesIsReadWithItsTopFolder() throws IOException {
        write(folder.resolve("nab/labels/combined_windows.json"), WINDOWS);
        write(folder.resolve("nab/data/" + SPIKED), csv(730));
        write(folder.resolve("nab/data/" + CALM), csv(-1));
        Path archive = folder.resolve("NAB-master.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            entry(out, "pax_global_header", "52 comment=0123456789012345678901234567890123456789\n".getBytes());
            entry(out, "NAB-master/", new byte[0]);
            entry(out, "NAB-master/results/labels.csv", new byte[100_000]);
            for (String name : List.of("labels/combined_windows.json", "data/" + SPIKED, "data/" + CALM)) {
                entry(
                        out,
                        "NAB-master/" + name,
                        Files.readAllBytes(folder.resolve("nab").resolve(name)));
            }
            out.write(new byte[1024]);
        }
        assertThat(NabBench.run(archive)).isEqualTo(NabBench.run(folder.resolve("nab")));
    }

    @Test
    void aWindowIsFoundByItsTimestamps() throws IOException {
        write(folder.resolve("labels/combined_windows.json"), WINDOWS);
        write(folder.resolve("data/" + SPIKED), csv(730));
        write(folder.resolve("data/" + CALM), csv(-1));
        // two days of 288 points and eleven hours of twelve
        assertThat(NabData.read(folder).get(0).windows()).containsExactly(new Series.Window(708, 756));
    }

    @Test
    void whatIsNotNabIsNamed() throws IOException {
        assertThatThrownBy(() -> NabBench.run(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels/");
        write(folder.resolve("labels/combined_windows.json"), WINDOWS);
        assertThatThrownBy(() -> NabBench.run(folder)).hasMessageContaining(SPIKED);
    }

    private static void entry(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[512];
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        out.write(header);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String csv(int spike) {
        StringBuilder csv = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 1000; i++) {
            double value = 50 + Math.floorMod(i * 7919, 13) + (i == spike ? 100 : 0);
            csv.append(String.format("2014-01-%02d %02d:%02d:00,%s\n", 1 + i / 288, i % 288 / 12, i % 12 * 5, value));
        }
        return csv.toString();
    }
}
