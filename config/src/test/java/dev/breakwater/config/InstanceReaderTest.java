package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the section {@code instance}, and which modes require it. */
class InstanceReaderTest {

    @Test
    void readsTheNameAndTheNamesBeforeIt() {
        Settings settings = Loading.valid(Loading.minimalAnd(
                "mode: enforce\ninstance: { name: prod.eu-1_a, adopts: [breakwater-111122223333, old] }"));

        assertThat(settings.mode()).isEqualTo("enforce");
        assertThat(settings.instance().name()).isEqualTo("prod.eu-1_a");
        assertThat(settings.instance().adopts()).containsExactly("breakwater-111122223333", "old");
    }

    @Test
    void anInstanceThatIsNoSectionIsOneProblem() {
        assertThat(Loading.lines(Loading.minimalAnd("mode: approve\ninstance: prod")))
                .singleElement()
                .asString()
                .startsWith("instance: must be a section");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode: observe", "mode: alert", "enforcement: off"})
    void needsNoNameWhereNothingIsThrottled(String yaml) {
        Settings.Instance instance = Loading.valid(Loading.minimalAnd(yaml)).instance();

        assertThat(instance).isEqualTo(new Settings.Instance("", List.of()));
    }

    @Test
    void enforceNeedsANameAndSaysWhatToWrite() {
        String expected =
                "instance.name: is required with mode enforce (found nothing); write a name that stays the same and that no other instance uses, like prod";

        assertThat(Loading.lines(Loading.minimalAnd("mode: enforce"))).containsExactly(expected);
        assertThat(Loading.lines(Loading.minimalAnd("mode: enforce\ninstance: { adopts: [old] }")))
                .containsExactly(expected);
    }

    @Test
    void aModeThatIsAskedForBesideTheFileNeedsTheNameToo(@TempDir Path folder) throws IOException {
        Path unnamed = Files.writeString(folder.resolve("unnamed.yaml"), Loading.MINIMAL);
        Path named = Files.writeString(folder.resolve("named.yaml"), Loading.MINIMAL + "instance: { name: prod }");

        assertThat(ConfigFile.read(unnamed, "alert").load().problems()).isEmpty();
        assertThat(ConfigFile.read(unnamed, "enforce").load().problems()).hasSize(1);
        assertThat(ConfigFile.read(unnamed, "loud").load().problems()).hasSize(1);
        assertThat(ConfigFile.read(named, "enforce").load().value().enforces()).isTrue();
    }

    @Test
    void approveNeedsTheNameAsEnforceDoes() {
        assertThat(Loading.lines(Loading.minimalAnd("mode: approve")).get(0))
                .startsWith("instance.name: is required with mode approve (found nothing)");
        assertThat(Loading.lines(Loading.minimalAnd("mode: approve\ninstance: { name: prod }")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ name: 'my prod' } | instance.name: is not accepted (found my prod); write 1 to 64 letters, digits, - _ or .",
                "{ name: 7 } | instance.name: must be a text (found 7); write the same in quotes",
                "{ name: prod, adopts: old } | instance.adopts: must be a list (found old); write one or more entries that begin with '- '",
                "{ name: prod, adopts: [old, 'a/b'] } | instance.adopts[1]: is not accepted (found a/b); write 1 to 64 letters, digits, - _ or .",
                "{ name: prod, adopts: [prod] } | instance.adopts: must not contain the present name, because the "
                        + "instance owns the tags with that name anyway (found prod); write an earlier name, or remove the key",
                "{ nme: prod } | instance.nme: unknown key (found nme); write name",
                "prod | instance: must be a section (found prod); write keys with values, indented below instance:",
            })
    void saysWhereWhatAndWhatToWriteInstead(String instance, String expected) {
        assertThat(Loading.lines(Loading.minimalAnd("instance: " + instance))).containsExactly(expected);
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(Loading.minimalAnd("instance: { name: " + "a".repeat(64) + " }")
                        .problems())
                .isEmpty();
        assertThat(Loading.minimalAnd("instance: { name: " + "a".repeat(65) + " }")
                        .problems())
                .hasSize(1);
    }

    @Test
    void aNameThatIsNotAcceptedIsNotAlsoMissing() {
        assertThat(Loading.minimalAnd("mode: enforce\ninstance: { name: 'a b' }")
                        .problems())
                .hasSize(1);
    }
}
