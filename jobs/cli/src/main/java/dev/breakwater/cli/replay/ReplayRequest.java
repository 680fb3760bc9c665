package dev.breakwater.cli.replay;

import dev.breakwater.config.model.Settings;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.ledger.AttackRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request for a replay.
 *
 * @param inputs      files and folders of Metric Streams JSON
 * @param settings    the configuration; its source, inventory, notify and ledger paths are not used
 * @param functions   the inventory by {@code account|region|function}; empty if unknown
 * @param attacks     the injected attacks of the recording; empty if unknown
 * @param from        samples before it are skipped
 * @param to          samples at or after it are skipped
 * @param out         the folder for the results
 * @param parallelism of the job
 */
public record ReplayRequest(
        List<Path> inputs,
        Settings settings,
        Map<String, FunctionFacts> functions,
        List<AttackRow> attacks,
        Optional<Instant> from,
        Optional<Instant> to,
        Path out,
        int parallelism) {}
