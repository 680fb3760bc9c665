package dev.breakwater.connectors.lambda.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that the tables of the ledger's lines in {@code docs/files.md} name each field and each kind once, and no
 * others.
 */
class LedgerDocumentTest {

    private static final Path PAGE = Path.of("../../docs/files.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void namesEachFieldOnce() throws IOException {
        Stream<String> fields = fields(LedgerEntry.class);
        // the hash is the chain's, not the entry's
        assertThat(named("ledger fields"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(fields, Stream.of("hash")).toList());
    }

    /** Returns the fields in the file, in which the fields of a group are side by side. */
    private static Stream<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(c -> c.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? fields(c.getType())
                        : Stream.of(c.getName()));
    }

    @Test
    void namesEachKindOnce() throws IOException {
        assertThat(named("ledger kinds"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(LedgerEntry.Kind.values())
                        .map(LedgerEntry.Kind::wire)
                        .toList());
    }

    /** Returns the names in the first cell of each row. */
    private static List<String> named(String table) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- " + table + ": checked by LedgerDocumentTest -->\n";
        assertThat(page).contains(begin);
        String rows = page.substring(page.indexOf(begin) + begin.length());
        return rows.substring(0, rows.indexOf("<!-- /" + table + " -->"))
                .lines()
                .skip(2)
                .flatMap(row -> NAME.matcher(row.split("\\|")[1]).results())
                .map(name -> name.group(1))
                .toList();
    }
}
