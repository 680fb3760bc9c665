package dev.breakwater.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.bench.report.BenchDocs.MarkedBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the tables in the documents are the tables that the commands print from the stored results. */
class BenchDocsTest {

    private static final Path CHECKOUT = Path.of("../..");

    @TempDir
    Path folder;

    @Test
    void theReadmeShowsTheStoredResult() throws IOException {
        String readme = Files.readString(CHECKOUT.resolve("README.md"));
        assertThat(MarkedBlock.read(readme, BenchDocs.DETECTION)).isEqualTo(stored().readme());
    }

    @Test
    void theBenchPageShowsTheStoredResult() throws IOException {
        assertThat(shown(BenchDocs.DETECTION)).isEqualTo(stored().markdown());
    }

    @Test
    void theBenchPageShowsTheStoredCosts() throws IOException {
        assertThat(shown("bench cost"))
                .isEqualTo(stored("cost.json", CostResult.class).markdown());
    }

    @Test
    void theBenchPageShowsTheStoredRatesOfThePipeline() throws IOException {
        assertThat(shown("bench pipeline"))
                .isEqualTo(stored("pipeline.json", PipelineResult.class).markdown());
    }

    @Test
    void theBenchPageShowsTheStoredGrowth() throws IOException {
        assertThat(shown("bench growth"))
                .isEqualTo(stored("growth.json", GrowthResult.class).markdown());
    }

    @Test
    void theBenchPageShowsTheStoredWorth() throws IOException {
        assertThat(shown("bench worth"))
                .isEqualTo(stored("worth.json", WorthResult.class).markdown());
    }

    @Test
    void remakingChangesNothingBetweenOtherMarks() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        for (String name : new String[] {"README.md", "docs/bench.md"}) {
            Files.copy(CHECKOUT.resolve(name), folder.resolve(name));
        }
        BenchDocs.remake(folder, "detection", stored());
        for (String name : new String[] {"README.md", "docs/bench.md"}) {
            assertThat(folder.resolve(name)).hasSameTextualContentAs(CHECKOUT.resolve(name));
        }
    }

    @Test
    void aFolderThatIsNoCheckoutIsRefusedBeforeAnyWork() throws IOException {
        BenchDocs.requireCheckout(CHECKOUT);
        assertThatThrownBy(() -> BenchDocs.requireCheckout(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("README.md");
    }

    @Test
    void aFileWithoutMarksIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("a.md"), "no marks");
        assertThatThrownBy(() -> MarkedBlock.write(file, "x", "y")).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).hasContent("no marks");
    }

    private static DetectionResult stored() throws IOException {
        return stored("detection.json", DetectionResult.class);
    }

    private static <T> T stored(String name, Class<T> type) throws IOException {
        return BenchDocs.read(Files.readString(CHECKOUT.resolve("docs/bench").resolve(name)), type);
    }

    private static String shown(String mark) throws IOException {
        return MarkedBlock.read(Files.readString(CHECKOUT.resolve("docs/bench.md")), mark);
    }
}
