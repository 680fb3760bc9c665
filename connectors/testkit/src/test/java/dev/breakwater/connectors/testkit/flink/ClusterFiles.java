package dev.breakwater.connectors.testkit.flink;

import dev.breakwater.connectors.testkit.flink.FlinkProcess.JvmSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the configuration folder that all processes of a cluster share. All processes listen on 127.0.0.1 only. */
final class ClusterFiles {
    private static final String LOGGING = """
            rootLogger.level = INFO
            rootLogger.appenderRef.console.ref = console
            appender.console.name = console
            appender.console.type = CONSOLE
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{HH:mm:ss,SSS} %-5p %-40.40c{1} %m%n
            """;

    private ClusterFiles() {}

    /** Creates {@code folder/conf}, {@code folder/log} and {@code folder/tmp}. */
    static void write(ClusterSpec spec, int rpcPort, int restPort) throws IOException {
        Path conf = Files.createDirectories(confOf(spec.folder()));
        Files.createDirectories(logsOf(spec.folder()));
        Map<String, String> options = new TreeMap<>(defaults(spec.folder(), rpcPort, restPort));
        options.putAll(spec.config());
        String yaml = options.entrySet().stream()
                .map(option -> option.getKey() + ": " + quote(option.getValue()) + "\n")
                .collect(Collectors.joining());
        Files.writeString(conf.resolve("config.yaml"), yaml);
        Files.writeString(conf.resolve("log4j2.properties"), LOGGING);
    }

    static Path confOf(Path folder) {
        return folder.resolve("conf");
    }

    static Path logsOf(Path folder) {
        return folder.resolve("log");
    }

    private static Map<String, String> defaults(Path folder, int rpcPort, int restPort) throws IOException {
        Map<String, String> options = new TreeMap<>(JvmSizes.OPTIONS);
        for (String key : new String[] {
            "jobmanager.rpc.address",
            "jobmanager.bind-host",
            "rest.address",
            "rest.bind-address",
            "taskmanager.host",
            "taskmanager.bind-host"
        }) {
            options.put(key, "127.0.0.1");
        }
        options.put("jobmanager.rpc.port", String.valueOf(rpcPort));
        options.put("rest.port", String.valueOf(restPort));
        options.put(
                "io.tmp.dirs",
                Files.createDirectories(folder.resolve("tmp")).toAbsolutePath().toString());
        options.put("taskmanager.numberOfTaskSlots", "1");
        options.put("heartbeat.interval", "1 s");
        options.put("heartbeat.timeout", "5 s");
        options.put("restart-strategy.type", "fixed-delay");
        options.put("restart-strategy.fixed-delay.attempts", "100");
        options.put("restart-strategy.fixed-delay.delay", "1 s");
        return options;
    }

    private static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
