package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** Tests the conventions that people expect of a command line. */
class HabitsTest {

    private static final Path ROOT = Path.of("../..");

    @TempDir
    Path folder;

    @Test
    void aMistakeInTheCallIsOneLineThatSaysWhatWasMeant() {
        CommandLines.Run command = CommandLines.run("validat", "x");
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err().strip())
                .hasLineCount(1)
                .startsWith("breakwater: Unmatched argument")
                .contains("did you mean validate?", "see breakwater --help");
        assertThat(CommandLines.run("relpay").err()).contains("did you mean replay?");
        CommandLines.Run option = CommandLines.run("run", "--confg", "x");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err().strip()).hasLineCount(1).contains("--config", "see breakwater run --help");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        CommandLines.Run run = CommandLines.run("completion");
        assertThat(run.exit()).isZero();
        Path script = Files.writeString(folder.resolve("completion"), run.out());
        assertThat(completed(script, "breakwater", "look")).isEqualTo("lookback");
        assertThat(completed(script, "breakwater", "validate", "--str")).isEqualTo("--strict");
    }

    /** The list of commands shows only this text. */
    @Test
    void theFirstLineOfEachCommandIsAWholeSentence() {
        Breakwater.commandLine()
                .getSubcommands()
                .forEach((name, command) -> assertThat(
                                command.getCommandSpec().usageMessage().description()[0])
                        .as(name)
                        .matches(".*[.?]"));
    }

    @Test
    void everyCommandHasHelp() {
        Deque<CommandLine> commands = new ArrayDeque<>(List.of(Breakwater.commandLine()));
        while (!commands.isEmpty()) {
            CommandLine command = commands.pop();
            assertThat(command.getCommandSpec().findOption("--help"))
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotNull();
            commands.addAll(command.getSubcommands().values());
        }
    }

    @Test
    void oneTableHasEveryCommandAndItsExitCodes() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/commands.md"));
        Set<String> told = page.lines()
                .filter(l -> l.startsWith("| `"))
                .flatMap(l ->
                        Pattern.compile("`([a-z]+)").matcher(l.split("\\|")[1]).results())
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        told.removeAll(Set.of("show", "verify"));
        Set<String> there = Breakwater.commandLine().getSubcommands().keySet();
        assertThat(told)
                .containsAll(there.stream().filter(c -> !c.equals("help")).toList());
        assertThat(there).containsAll(told);
    }

    @Test
    void theActionChecksTheConfigurationAndTheWorstCaseOnlyWhereALineIsGiven() throws Exception {
        JsonNode action = new ObjectMapper()
                .valueToTree(new Yaml().load(Files.readString(ROOT.resolve(".github/actions/check/action.yml"))));
        String script = action.at("/runs/steps/0/run").asText();
        Path log = folder.resolve("calls");
        Path launcher = Files.writeString(folder.resolve("breakwater"), "#!/bin/bash\necho \"$@\" >> " + log + "\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Map<String, String> inputs = Map.of("BREAKWATER", launcher.toString(), "CONFIG", "my file.yaml");
        bash(script, inputs, Map.of("STRICT", "true", "FAIL_ABOVE", "", "FAIL_OPEN", "false"));
        bash(script, inputs, Map.of("STRICT", "false", "FAIL_ABOVE", "500", "FAIL_OPEN", "false"));
        bash(script, inputs, Map.of("STRICT", "false", "FAIL_ABOVE", "500", "FAIL_OPEN", "true"));
        assertThat(Files.readAllLines(log))
                .containsExactly(
                        "validate --strict my file.yaml",
                        "validate my file.yaml",
                        "exposure -c my file.yaml --fail-above 500",
                        "validate my file.yaml",
                        "exposure -c my file.yaml --fail-above 500 --fail-open");
        Set<String> inputsDeclared = Set.of("config", "strict", "fail-above", "fail-open");
        assertThat(action.path("inputs").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(inputsDeclared);
    }

    @Test
    void doctorShowsOnlyProblemsWhereThatIsAskedFor() throws IOException {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nmode: loud\nsource:\n  landing: { path: ./landing }\n");
        CommandLines.Run invalid = CommandLines.run("doctor", "-c", config.toString(), "--problems");
        assertThat(invalid.exit()).isEqualTo(3);
        assertThat(invalid.out()).contains("MISSING", "mode", "0 there, 1 missing");
        Files.writeString(
                config,
                "apiVersion: breakwater.dev/v1\naccounts:\n  - { id: '111122223333', regions: [eu-west-1] }\n"
                        + "aws: { endpoint: 'http://127.0.0.1:1' }\nsource:\n  landing: { path: ./landing }\n");
        CommandLines.Run away = CommandLines.run("doctor", "-c", config.toString(), "--problems");
        assertThat(away.out()).contains("MISSING").doesNotContain("ok    ");
        assertThat(CommandLines.run("doctor", "-c", config.toString()).out()).contains("ok    ");
    }

    private String completed(Path script, String... words) throws Exception {
        String array = String.join(" ", words);
        return bash(
                        "source " + script + "; COMP_WORDS=(" + array + "); COMP_CWORD=" + (words.length - 1)
                                + "; COMP_LINE='" + array
                                + "'; _complete_breakwater 2>/dev/null; echo \"${COMPREPLY[*]}\"",
                        Map.of(),
                        Map.of())
                .strip();
    }

    private String bash(String script, Map<String, String> some, Map<String, String> more) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", script)).redirectErrorStream(true);
        builder.environment().putAll(some);
        builder.environment().putAll(more);
        Process bash = builder.start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }
}
