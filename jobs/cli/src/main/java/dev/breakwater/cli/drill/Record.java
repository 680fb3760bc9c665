package dev.breakwater.cli.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.Channels;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports the result of a drill to the job's ledger, to a badge, and to people. */
record Record(Settings settings, WatchedPlace place, Scope canary, Instant at) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Writes the result as a request to the job, because only the job may write its ledger. */
    void leave(Drill.Result result) throws IOException {
        Request request = new Request(
                String.valueOf(at.getEpochSecond()),
                Request.Kind.DRILL,
                canary,
                result.incident(),
                at.toEpochMilli(),
                -1,
                TerminalCommand.user(),
                "drill",
                "",
                0);
        RequestFiles.write(RunPlaces.requests(settings), request, result.row());
    }

    /** Writes a badge next to the pages, in the format that shields.io's endpoint reads. */
    void badge(boolean passed) throws IOException {
        if (settings.pages().path().isEmpty()) return;
        Map<String, Object> badge = new LinkedHashMap<>();
        badge.put("schemaVersion", 1);
        badge.put("label", "brake");
        badge.put(
                "message",
                (passed ? "proven " : "failed ") + at.atZone(ZoneOffset.UTC).toLocalDate());
        badge.put("color", passed ? "brightgreen" : "red");
        Path folder = Files.createDirectories(RunPlaces.pages(settings));
        Files.writeString(folder.resolve("brake.json"), new ObjectMapper().writeValueAsString(badge) + '\n');
    }

    /**
     * Sends a page if the drill failed, and resolves the page of an earlier failure if the drill passed. Returns the
     * receivers that accepted the message.
     */
    List<String> tell(Drill.Result result) throws InterruptedException {
        boolean passed = result.row().passed();
        String name = canary.key();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("incident", result.incident());
        details.put("look_at", "run breakwater status and breakwater doctor; see \"The drill failed\" in the runbook");
        if (result.critical()) details.put("release_with", "breakwater release " + name);
        AlarmEvent alarm = new AlarmEvent(
                passed ? AlarmAction.RESOLVE : AlarmAction.TRIGGER,
                "breakwater/drill/" + canary.account() + '/' + canary.region() + '/' + name,
                "drill of the brake on " + name + ' ' + result.row().words(),
                result.critical() ? Severity.CRITICAL : Severity.ERROR,
                Instant.now().toEpochMilli(),
                new AlarmEvent.Subject(canary.account() + '/' + canary.region(), name, "function", "drill"),
                passed ? Map.of() : details);
        return Channels.send(settings, place, alarm, PATIENCE);
    }
}
