package dev.breakwater.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.bench.cost.CostResult;
import dev.breakwater.bench.nab.NabResult;
import dev.breakwater.bench.report.BenchDocs.MarkedBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the documents is what the commands print of the stored results. */
class BenchDocsTest {

    private static final Path CHECKOUT = Path.of("../..");

    @TempDir
    Path folder;

    @Test
    void theReadmeShowsTheStoredResult() throws IOException {
        String readme = Files.readString(CHECKOUT.resolve("README.md"));
        assertThat(MarkedBlock.read(readme, BenchDocs.DETECTION)).isEqualTo(DetectionTable.readme(stored()));
    }

    @Test
    void theBenchPageShowsTheStoredResult() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/bench.md"));
        assertThat(MarkedBlock.read(page, BenchDocs.DETECTION)).isEqualTo(DetectionTable.page(stored()));
    }

    @Test
    void theBenchPageShowsTheStoredCosts() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/bench.md"));
        String json = Files.readString(CHECKOUT.resolve("docs/bench/cost.json"));
        CostResult cost = Stored.read(json, CostResult.class);
        assertThat(MarkedBlock.read(page, BenchDocs.COST)).isEqualTo(CostTable.full(cost));
    }

    @Test
    void theBenchPageShowsTheStoredRatesOfThePipeline() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/bench.md"));
        String json = Files.readString(CHECKOUT.resolve("docs/bench/pipeline.json"));
        PipelineResult rates = Stored.read(json, PipelineResult.class);
        assertThat(MarkedBlock.read(page, BenchDocs.PIPELINE)).isEqualTo(PipelineTable.full(rates));
    }

    @Test
    void theBenchPageShowsTheStoredGrowth() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/bench.md"));
        String json = Files.readString(CHECKOUT.resolve("docs/bench/growth.json"));
        GrowthResult growth = Stored.read(json, GrowthResult.class);
        assertThat(MarkedBlock.read(page, BenchDocs.GROWTH)).isEqualTo(GrowthTable.full(growth));
    }

    @Test
    void theBenchPageShowsTheStoredLatency() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/bench.md"));
        String json = Files.readString(CHECKOUT.resolve("docs/bench/latency.json"));
        LatencyResult latency = Stored.read(json, LatencyResult.class);
        assertThat(MarkedBlock.read(page, BenchDocs.LATENCY)).isEqualTo(LatencyTable.full(latency));
    }

    @Test
    void theBenchPageShowsTheStoredNabScores() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/bench.md"));
        String json = Files.readString(CHECKOUT.resolve("docs/bench/nab.json"));
        assertThat(MarkedBlock.read(page, BenchDocs.NAB)).isEqualTo(NabTable.full(Stored.read(json, NabResult.class)));
    }

    @Test
    void thePicturesShowTheStoredResult() throws IOException {
        Path bench = CHECKOUT.resolve("docs/bench");
        assertThat(bench.resolve("tradeoff.svg")).hasContent(TradeOffSvg.whole(stored()));
        assertThat(bench.resolve("tradeoff-forest.svg")).hasContent(TradeOffSvg.part(stored()));
    }

    @Test
    void remakingChangesNothingBetweenOtherMarks() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        for (String name : new String[] {"README.md", "docs/bench.md"}) {
            Files.copy(CHECKOUT.resolve(name), folder.resolve(name));
        }
        BenchDocs.remakeDetection(folder, stored());
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
        return Stored.read(Files.readString(CHECKOUT.resolve("docs/bench/detection.json")), DetectionResult.class);
    }
}
