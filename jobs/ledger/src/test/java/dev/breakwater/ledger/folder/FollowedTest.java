package dev.breakwater.ledger.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.SpendRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedTest {

    @TempDir
    Path folder;

    private final List<String> seen = new ArrayList<>();
    private Path file;
    private Followed<SpendRow> followed;

    @BeforeEach
    void follow() {
        file = LedgerFile.SPEND.in(folder);
        followed = new Followed<>(new RunFolder(folder), LedgerFile.SPEND, row -> seen.add(row.function()));
    }

    @Test
    void eachLineIsTakenOnceAndAHalfOneWhenItIsWhole() throws IOException {
        assertThat(followed.read()).as("no file yet").isFalse();
        append(line("a") + line("b") + "{\"function\":");
        assertThat(followed.read()).isTrue();
        assertThat(followed.read()).isFalse();
        append("\"c\"}\n{no json\n" + line("d"));
        assertThat(followed.read()).isTrue();
        assertThat(followed.cut()).isFalse();
        assertThat(seen).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aFileThatIsSetAsideMeanwhileIsReadToItsEndAndThenTheNext() throws IOException {
        append(line("a"));
        followed.read();
        append(line("b"));
        Files.move(file, folder.resolve("spend-1.jsonl"));
        append(line("c"));
        followed.read();
        assertThat(followed.cut()).isFalse();
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void aFileThatWasCutOrWrittenAnewIsKnown() throws IOException {
        append(line("a") + line("b"));
        followed.read();
        Files.writeString(file, line("a"));
        assertThat(followed.cut()).as("shorter").isTrue();
        Files.writeString(file, line("another") + line("and-one-more"));
        assertThat(followed.cut()).as("as long, with other lines").isTrue();
    }

    private static String line(String function) {
        return "{\"function\":\"" + function + "\"}\n";
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
