package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryFileTest {

    private static final String GOOD =
            "{\"function\":\"shop\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"memoryMb\":512}";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("functions.jsonl");
    }

    @Test
    void readsAllFactsOfAFunction() throws IOException {
        write("{\"function\":\"shop\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"memoryMb\":512,"
                + "\"architecture\":\"arm64\",\"timeoutSeconds\":30,\"reservedConcurrency\":40,"
                + "\"lastModified\":\"2026-03-02T00:00:30Z\","
                + "\"tags\":{\"tier\":\"critical\"}}");
        assertThat(InventoryFile.read(file))
                .containsExactly(Map.entry(
                        "111122223333|eu-west-1|shop",
                        new FunctionFacts(
                                "111122223333",
                                "eu-west-1",
                                "shop",
                                512,
                                "arm64",
                                30,
                                ReservationFacts.of(40),
                                1_772_409_630_000L,
                                Map.of("tier", "critical"),
                                TriggerFacts.UNKNOWN,
                                Capacity.NONE)));
    }

    @Test
    void takesLambdasOwnLimitsForWhatIsNotSaid() throws IOException {
        write(GOOD, "", "   ");
        assertThat(InventoryFile.read(file).values())
                .containsExactly(new FunctionFacts(
                        "111122223333",
                        "eu-west-1",
                        "shop",
                        512,
                        "x86_64",
                        900,
                        ReservationFacts.of(-1),
                        -1,
                        Map.of(),
                        TriggerFacts.UNKNOWN,
                        Capacity.NONE));
    }

    @Test
    void aReservationOfZeroIsOneAndNullIsNone() throws IOException {
        write(
                with("\"reservedConcurrency\":0").replace("shop", "stopped"),
                with("\"reservedConcurrency\":null").replace("shop", "free"));
        assertThat(InventoryFile.read(file).values())
                .extracting(f -> f.reservation().previous())
                .containsExactly(0, -1);
    }

    @Test
    void namesEveryWrongLineAtOnceByFileAndNumber() throws IOException {
        write(
                "{\"function\":",
                GOOD,
                "",
                with("\"architecture\":\"mips\""),
                GOOD.replace("512", "64"),
                GOOD.replace("512", "512.5"),
                GOOD.replace("111122223333", "1"),
                GOOD.replace("eu-west-1", "nowhere"),
                GOOD.replace("shop", "a b"),
                with("\"timeoutSeconds\":901"),
                with("\"reservedConcurrency\":-1"),
                with("\"lastModified\":\"yesterday\""));
        assertThatThrownBy(() -> InventoryFile.read(file))
                .isInstanceOf(InventoryFile.Invalid.class)
                .extracting(e -> List.of(e.getMessage().split("; (?=" + Pattern.quote(file + ":") + ")")))
                .isEqualTo(List.of(
                        file + ":1: not JSON",
                        file + ":4: architecture must be x86_64 or arm64",
                        file + ":5: memoryMb must be a whole number from 128 to 10240",
                        file + ":6: memoryMb must be a whole number from 128 to 10240",
                        file + ":7: account is missing, or does not look like \\d{12}",
                        file + ":8: region is missing, or does not look like eu-west-1",
                        file + ":9: function is missing, or does not look like [A-Za-z0-9_-]{1,64}",
                        file + ":10: timeoutSeconds must be a whole number from 1 to 900",
                        file + ":11: reservedConcurrency must be a whole number from 0 to 1000000",
                        file + ":12: lastModified must be an instant like 2026-08-05T14:20:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "\"shop\"", "{}", "[{\"function\":\"shop\"}]"})
    void aLineThatIsNoFunctionIsAProblemOfThatLine(String line) throws IOException {
        write(GOOD, line);
        assertThatThrownBy(() -> InventoryFile.read(file))
                .isInstanceOf(InventoryFile.Invalid.class)
                .hasMessageStartingWith(file + ":2: ");
    }

    @Test
    void aHostileValueDoesNotBreakTheMessageIntoLines() throws IOException {
        write(with("\"architecture\":\"x\\ninjected\\u001b[31m\""));
        assertThatThrownBy(() -> InventoryFile.read(file))
                .isInstanceOf(InventoryFile.Invalid.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\u001b"));
    }

    @Test
    void twoObjectsOnOneLineAreNotHalfRead() throws IOException {
        write(GOOD + GOOD.replace("shop", "other"));
        assertThatThrownBy(() -> InventoryFile.read(file))
                .isInstanceOf(InventoryFile.Invalid.class)
                .hasMessage(file + ":1: not JSON");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> InventoryFile.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private static String with(String field) {
        return GOOD.substring(0, GOOD.length() - 1) + ',' + field + '}';
    }
}
