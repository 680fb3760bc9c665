package dev.breakwater.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.live.LiveJob;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.function.FunctionFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The entry point on a cluster: {@code run -c FILE}, or replay --input PATH --out DIR [-c FILE] [--functions FILE].
 * Without arguments, the job uses the configuration in S3 that {@link RuntimeProperties} name. The cluster's
 * configuration says where checkpoints are, and overrides {@link FlinkOptions}.
 */
public final class SurgeGuardMain {

    private static final String USAGE =
            "usage: run -c FILE | replay --input PATH --out DIR [-c FILE] [--functions FILE]";

    private static final String MANAGED = "managed";

    private SurgeGuardMain() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        String what = args.length > 0 ? args[0] : Files.exists(RuntimeProperties.FILE) ? MANAGED : "";
        if (!what.equals("replay")) Deployment.check(env.getConfiguration());
        switch (what) {
            case MANAGED -> {
                // Amazon's service does not let a job configure Flink, and its state backend is RocksDB
                managed(RuntimeProperties.read(RuntimeProperties.FILE), env.getConfiguration())
                        .build(file -> {
                            Settings settings = settings(file.load());
                            requireNoDisk(settings);
                            live(env, file, settings);
                        });
                env.execute("breakwater");
            }
            case "run" -> {
                Deployment.requireOwnCluster(env.getConfiguration());
                new Deployment(Path.of(required(options, "-c")), "", env.getConfiguration()).build(file -> {
                    Settings settings = settings(file.load());
                    live(env, file, settings);
                    // the settings are applied only here, because a faulty configuration file is replaced by the kept
                    // file
                    env.configure(FlinkOptions.of(settings, env.getConfiguration()));
                });
                env.execute("breakwater");
            }
            case "replay" -> {
                replay(env, options);
                env.execute("breakwater-replay");
            }
            default -> throw new IllegalArgumentException(USAGE);
        }
    }

    private static void live(StreamExecutionEnvironment env, ConfigFile file, Settings settings) {
        WatchedPlace.requireCredentials(settings, System.getenv());
        LiveJob.build(env, file, settings);
    }

    /** Creates the deployment from the configuration in S3 that the runtime properties name. */
    static Deployment managed(Map<String, String> properties, ReadableConfig flink) {
        String at = Folders.text(properties.get("config"), properties.getOrDefault("region", ""), "");
        if (!Folders.isBucket(at)) {
            throw new IllegalArgumentException(
                    "runtime property config: " + at + " is not an address in S3; write s3://BUCKET/breakwater.yaml");
        }
        return new Deployment(Folders.of(at), properties.getOrDefault("mode", ""), flink);
    }

    /**
     * Refuses a run that would write to a temporary disk.
     *
     * @throws IllegalArgumentException if a path is local; the message names the path's key
     */
    static void requireNoDisk(Settings settings) {
        Map<String, String> places = Map.of(
                "ledger.path", settings.ledger().path(),
                "pages.path", settings.pages().path(),
                "requests.path", settings.requestsPath());
        new TreeMap<>(places).forEach((key, place) -> {
            if (Folders.isBucket(place)) return;
            throw new IllegalArgumentException(
                    key + ": " + place + " is on a temporary disk here; write s3://BUCKET/run/...");
        });
    }

    private static void replay(StreamExecutionEnvironment env, Map<String, String> options) {
        Settings settings = options.containsKey("-c")
                ? settings(ConfigLoader.load(Path.of(options.get("-c"))))
                : settings(ConfigLoader.recording());
        Map<String, FunctionFacts> fleet =
                options.containsKey("--functions") ? InventoryFile.read(Path.of(options.get("--functions"))) : Map.of();
        LandingSource source = LandingSource.of(
                List.of(Path.of(required(options, "--input"))), LandingSettings.bounded(Clock.systemUTC()));
        Ports ports = Ports.recording(source, required(options, "--out"));
        SurgeGuardJob.build(env, GuardSettings.ofRecording(settings, fleet), ports);
    }

    private static Settings settings(Loaded<Settings> result) {
        if (result.problems().isEmpty()) return result.value();
        throw new IllegalArgumentException("invalid configuration: " + result.problems());
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) throw new IllegalArgumentException(name + " is missing; " + USAGE);
        return value;
    }

    /**
     * The properties that Amazon Managed Service for Apache Flink passes to a job instead of arguments, as groups in a
     * file.
     */
    static final class RuntimeProperties {

        static final Path FILE = Path.of("/etc/flink/application_properties.json");

        private static final String GROUP = "breakwater";

        private RuntimeProperties() {}

        /**
         * Returns the properties of Breakwater's group.
         *
         * @throws IllegalArgumentException if the file does not have Breakwater's group
         */
        static Map<String, String> read(Path file) throws IOException {
            Map<String, String> properties = new TreeMap<>();
            for (JsonNode group : new ObjectMapper().readTree(Files.readString(file))) {
                if (!GROUP.equals(group.path("PropertyGroupId").asText())) continue;
                group.path("PropertyMap")
                        .properties()
                        .forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
            }
            if (properties.get("config") == null) {
                throw new IllegalArgumentException("the runtime properties have no group " + GROUP
                        + " with the key config: write config = s3://BUCKET/breakwater.yaml, and region = that "
                        + "of the bucket");
            }
            return properties;
        }
    }
}
