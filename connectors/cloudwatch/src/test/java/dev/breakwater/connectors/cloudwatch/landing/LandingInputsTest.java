package dev.breakwater.connectors.cloudwatch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.connectors.cloudwatch.Lines;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingInputsTest {
    @TempDir
    Path dir;

    @Test
    void namesWhatIsMissingInOneLine() {
        Path missing = dir.resolve("no\nsuch");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LandingSource.of(List.of(missing), LandingSettings.bounded(Lines.NOON)))
                .withMessage(dir + "/no\\u000asuch: no such file or folder");
    }

    @Test
    void refusesWhatIsNeitherFileNorFolder() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LocalFolder.of(List.of(Path.of("/dev/null"))))
                .withMessage("/dev/null: neither a file nor a folder");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> LocalFolder.of(List.of()));
    }

    @Test
    void takesFilesOfTheSameFolderTogetherAndFoldersInTheOrderGiven() {
        Path b = Lines.write(dir, "x/b", new byte[0]);
        Path a = Lines.write(dir, "x/a", new byte[0]);
        Path c = Lines.write(dir, "y/c", new byte[0]);
        String x = dir.resolve("x").toString();
        String y = dir.resolve("y").toString();
        assertThat(LocalFolder.of(List.of(c, b, a, a)))
                .containsExactly(new LocalFolder(y, List.of("c")), new LocalFolder(x, List.of("a", "b")));
        assertThat(LocalFolder.of(List.of(a, dir.resolve("x"), b))).containsExactly(new LocalFolder(x, null));
    }

    @Test
    void listsOnlyNamesAfterTheLastOne() {
        for (String name : List.of("2026/01/a", "2026/02/a", "2026/02/b", "2026/03/a", "2026-x", "z")) {
            Lines.write(dir, name, new byte[0]);
        }
        LocalFolder folder = new LocalFolder(dir.toString(), null);
        assertThat(folder.open().after("").names())
                .containsExactly("2026-x", "2026/01/a", "2026/02/a", "2026/02/b", "2026/03/a", "z");
        assertThat(folder.open().after("2026/02/a").names()).containsExactly("2026/02/b", "2026/03/a", "z");
        assertThat(new LocalFolder("/no/such/folder", null).open().after("").unreadable())
                .hasSize(1);
    }

    /** Copies run in parallel, and chance decides which ends first. */
    @Test
    void tellsEachNameOnceAlsoOneThatShowsAQuarterOfAnHourAfterAGreaterOne() {
        AtomicLong millis = new AtomicLong();
        LandingFolder folder = new LocalFolder(dir.toString(), null).open(millis::get);
        Lines.write(dir, "before", new byte[0]);
        assertThat(folder.after("from").names()).isEmpty();
        Lines.write(dir, "m", new byte[0]);
        assertThat(folder.after("from").names()).containsExactly("m");
        Lines.write(dir, "h", new byte[0]);
        Lines.write(dir, "p", new byte[0]);
        millis.set(14 * 60_000);
        LandingFolder.Listing listing = folder.after("m");
        assertThat(listing.names()).containsExactly("p");
        assertThat(listing.late()).containsExactly("h");
        assertThat(folder.after("p").isEmpty()).isTrue();
        millis.set(29 * 60_000);
        assertThat(folder.after("p").isEmpty()).isTrue();
        for (String name : List.of("i", "n", "q")) Lines.write(dir, name, new byte[0]);
        LandingFolder.Listing later = folder.after("p");
        assertThat(later.names()).containsExactly("q");
        assertThat(later.late()).isEmpty();
    }
}
