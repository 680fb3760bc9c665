package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the folder of jars in a release and an image, just after packaging. */
class ShippedLibIT {

    private static final Path TARGET = Path.of("target");
    private static final Pattern TOOLS =
            Pattern.compile("(breakwater-bench|jmh-|jopt-simple|randomcutforest|async-profiler).*");

    @Test
    void noToolOfTheBenchAndNoProfilerIsShipped() throws Exception {
        try (var jars = Files.list(TARGET.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .as("after a change of version: mvn clean")
                    .isNotEmpty()
                    .noneMatch(name -> TOOLS.matcher(name).matches());
        }
    }

    /** Tests that no other command needs a class of the bench, because the folder lacks the bench. */
    @Test
    void theCommandsWorkWithoutTheBenchAndBenchWithIt() throws Exception {
        assertThat(help("lib", "--help"))
                .contains("  sweep ", "The launcher runs these from the sources")
                .doesNotContain("Usage: breakwater bench");
        assertThat(help("lib", "bench")).contains("Unmatched");
        assertThat(help("lib,bench", "bench", "--help")).contains("Usage: breakwater bench", "  detection ");
    }

    private static String help(String folders, String... arguments) throws Exception {
        StringBuilder path =
                new StringBuilder(TARGET.resolve("breakwater-cli.jar").toString());
        for (String folder : folders.split(","))
            path.append(':').append(TARGET.resolve(folder)).append("/*");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java", "-cp", path.toString(), Breakwater.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
