package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.console.ConsoleServer;
import dev.breakwater.cli.doctor.LocalChecks;
import dev.breakwater.cli.flink.Checkpoints;
import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.cli.health.Absence;
import dev.breakwater.cli.health.HealthEndpoint;
import dev.breakwater.cli.health.Heartbeat;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.DaemonThreads;
import dev.breakwater.guard.file.JsonLinesSink;
import dev.breakwater.guard.live.Channels;
import dev.breakwater.guard.live.LiveJob;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.guard.live.WatchedPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater run}. */
@Command(
        name = "run",
        description = {
            "Runs the streaming job in this process. It throttles only in the modes \"approve\" and \"enforce\".",
            "It reloads its file when the file changes, and applies all changes or none. docs/operate.md says what "
                    + "needs a restart.",
            "It resumes from the newest checkpoint of an earlier run. On a cluster, submit the job's jar instead."
        })
public final class RunCommand extends TerminalCommand {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "observe, alert, approve or enforce; overrides the mode in the file.")
    private String mode;

    @Option(names = "--console", description = "Also serve the console, on door.console.listen.")
    private boolean console;

    @Mixin
    private Options.Job job;

    @Override
    @SuppressWarnings("try") // the other listeners only need to be closed
    public Integer call() throws Exception {
        config.settings();
        ConfigFile file = ConfigFile.read(config.file(), mode == null ? "" : mode.toLowerCase(Locale.ROOT));
        Settings settings = in(file);
        if (Folders.isBucket(settings.checkpoints().path())) {
            throw Refusal.error(
                    "checkpoints.path must name a local folder, because the embedded job keeps its checkpoints in one");
        }
        new LocalChecks(settings).state().stream().findFirst().ifPresent(cannot -> {
            throw Refusal.error(cannot.toString());
        });
        alone(RunPlaces.ledger(settings));
        WatchedPlace.requireCredentials(settings, System.getenv());
        Path ledger = RunPlaces.ledger(settings);
        Checkpoints checkpoints = new Checkpoints(Path.of(settings.checkpoints().path()));
        Absence.of(RunPlaces.files(settings), Instant.now(), checkpoints.areLost())
                .ifPresent(away -> tell(settings, away));
        try (OnSignal stopped = new OnSignal(() -> sayStopped(settings));
                HealthEndpoint health = new HealthEndpoint(settings.health(), RunPlaces.files(settings));
                Heartbeat heartbeat = Heartbeat.start(ledger);
                ConsoleServer beside = console ? console(settings) : null) {
            execute(file, settings, checkpoints);
        }
        return 0;
    }

    private void sayStopped(Settings settings) {
        note("the job was stopped; " + Absence.held(RunPlaces.files(settings)));
    }

    /** Runs a task if a signal ends the process. */
    private record OnSignal(Thread hook) implements AutoCloseable {

        OnSignal(Runnable task) {
            this(new Thread(task, "stopped"));
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the signal has come
            }
        }
    }

    /**
     * Reports the job's downtime once in the log and once to receivers of limit changes, without delaying the start.
     */
    private static void tell(Settings settings, Absence away) {
        LOG.warn("Started again: {}", away.words());
        Runnable tell = () -> {
            try {
                WatchedPlace place = WatchedPlace.all(settings, System.getenv()).get(0);
                Channels.send(settings, place, away.notice(place.account() + '/' + place.region()), PATIENCE);
            } catch (InterruptedException | RuntimeException e) {
                LOG.warn("No receiver got the notice that the job was down: {}", e.toString());
            }
        };
        new DaemonThreads("away").newThread(tell).start();
    }

    private static ConsoleServer console(Settings settings) throws IOException {
        ConsoleServer server = ConsoleServer.open(settings, System.getenv());
        LOG.info("Console on {}", server.url());
        server.callbacksUrl().ifPresent(at -> LOG.info("Callbacks on {}", at));
        return server;
    }

    private void execute(ConfigFile file, Settings settings, Checkpoints checkpoints) throws Exception {
        LOG.info(
                "breakwater lookback{} shows what it would have done in the last two weeks, and breakwater "
                        + "incidents{} shows this since its start",
                config.asGiven(),
                config.asGiven());
        String backend = settings.state().backend();
        Optional<String> before = checkpoints.backend().filter(other -> !other.equals(backend));
        if (before.isPresent()) {
            LOG.info(
                    "state.backend was {}. The job first runs once more with that backend, to save its state in "
                            + "a form that {} can read",
                    before.get(),
                    backend);
            checkpoints.convert(build(file, settings, checkpoints, before.get()));
        }
        build(file, settings, checkpoints, backend).execute("breakwater");
    }

    private StreamExecutionEnvironment build(
            ConfigFile file, Settings settings, Checkpoints checkpoints, String backend) {
        StreamExecutionEnvironment env = new EmbeddedFlink(job.parallelism(), backend)
                .forLive(checkpoints, settings.checkpoints().every());
        LiveJob.build(env, file, settings);
        checkpoints.check(env);
        return env;
    }

    /** Loads the configuration file, and replaces its mode with the mode in the option. */
    private static Settings in(ConfigFile file) {
        if (file.mode().isEmpty()) return ConfigOption.load(file);
        Loaded<Settings> loaded = file.load();
        loaded.problems().stream().findFirst().ifPresent(p -> {
            throw Refusal.usage("--mode: " + p);
        });
        return loaded.value();
    }

    private static void alone(Path ledger) throws IOException {
        if (JsonLinesSink.isTaken(ledger.resolve("decisions.jsonl"))) {
            throw Refusal.error("ledger.path: another run writes into " + ledger
                    + ". End that run first, or give this one its own ledger, pages and checkpoints");
        }
    }
}
