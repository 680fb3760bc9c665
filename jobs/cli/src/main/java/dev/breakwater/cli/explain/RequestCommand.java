package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.report.Levers;
import dev.breakwater.report.Wording;
import dev.breakwater.report.console.JobState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands {@code approve}, {@code decline}, {@code attack}, {@code hold}, {@code protect} and {@code accept}. Each
 * command writes a person's request for the job.
 */
public abstract class RequestCommand extends TerminalCommand {

    private static final String NEEDS_A_JOB =
            ". This command needs a running job, whose files are there. To excuse a surge of a recording, write a window "
                    + "into the configuration (windows), or try breakwater tune --wanted INCIDENT";

    @Mixin
    private ConfigOption config;

    /** The account and region of a function. They are needed if its name exists in several. */
    private static final class Place {

        @Option(names = "--account", paramLabel = "ID", defaultValue = "", description = "The function's account.")
        private String account;

        @Option(names = "--region", paramLabel = "REGION", defaultValue = "", description = "The function's region.")
        private String region;
    }

    /** The proposed throttle that a person answers. */
    private static final class Proposed {

        @Mixin
        private Place place;

        @Parameters(
                index = "0",
                paramLabel = "INCIDENT",
                description = "The incident's id, which alerts show: 12 hex digits.")
        private String incident;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FUNCTION",
                defaultValue = "",
                description = "The function to throttle, if the incident is about a budget.")
        private String function;

        private Ask ask(Kind kind, Duration length) {
            checkIncident(incident);
            return new Ask(kind, incident, function, place.account, place.region, length);
        }
    }

    private RequestDesk desk() {
        return new RequestDesk(config.settings(), Clock.systemUTC());
    }

    private Request ask(Kind kind, String function, Place place, Duration length) {
        return take(desk(), new Ask(kind, "", function, place.account, place.region, length));
    }

    private void say(String line) {
        Reader reader = reader();
        out().println(
                        reader.runs
                                ? line + "; " + reader.who
                                        + " reads it within seconds, and the ledger records the result"
                                : "not yet " + line + "; " + reader.who);
    }

    /**
     * The job that reads the request, if any.
     *
     * @param who the job in words, or why no job reads it yet
     */
    private record Reader(boolean runs, String who) {}

    private Reader reader() {
        Reader unknown = new Reader(true, "a running job");
        try {
            Settings settings = config.settings();
            HeartbeatRow beat = RunPlaces.files(settings).heartbeat().orElse(null);
            // a job on a cluster writes no heartbeat
            if (beat == null) {
                return RequestFiles.isHeard(RunPlaces.requests(settings), System.currentTimeMillis())
                        ? unknown
                        : new Reader(false, "no running job reads requests, so the request waits until one runs");
            }
            Instant now = Instant.now();
            if (JobState.of(beat.at(), null, beat, now).silent()) {
                String since = Wording.minute(beat.at());
                return new Reader(
                        false,
                        "the job has not reported since " + since + ", so the request waits until it runs again");
            }
            // a job that has just died counts as running for a while
            long ago = Math.max(0, Duration.between(beat.at(), now).toSeconds());
            return new Reader(true, "the job, which reported " + ago + " s ago,");
        } catch (IOException e) {
            return unknown;
        }
    }

    /** {@code breakwater approve}. */
    @Command(
            name = "approve",
            description = {
                "Approves the throttle that was proposed for an incident.",
                "The job computes the limit from the next minute of data. If its checks still pass, it sets the "
                        + "throttle.",
                "A late or repeated approval does nothing and says so.",
                "With --now, approve also works without a proposal, for example after a proposal expired."
            })
    public static final class Approve extends RequestCommand {

        @Mixin
        private Proposed proposed;

        @Option(
                names = "--now",
                description =
                        "Ignore the throttle's worth, an earlier release and the cooldown. Breakwater still checks "
                                + "protection, evidence, the blast radius and the unreserved concurrency.")
        private boolean now;

        @Override
        public Integer call() {
            Request said = take(super.desk(), proposed.ask(now ? Kind.THROTTLE : Kind.APPROVE, Duration.ZERO));
            super.say("approved: a throttle of " + RequestDesk.name(said.scope()));
            return 0;
        }
    }

    /** {@code breakwater decline}. */
    @Command(
            name = "decline",
            description = {
                "Answers \"no\" to the throttle that was proposed for an incident.",
                "For a time, Breakwater proposes no throttle of the incident. Above throttle.alwaysAbove, it "
                        + "still does what its mode says: enforce throttles, and approve asks once more.",
                "The function still pages. To forbid every throttle of a function, use protect."
            })
    public static final class Decline extends RequestCommand {

        @Mixin
        private Proposed proposed;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "1h",
                description = "For how long: 1h to 90d (default 1h).")
        private String time;

        @Override
        public Integer call() {
            Request said = take(super.desk(), proposed.ask(Kind.DECLINE, length(Kind.DECLINE, time)));
            super.say("declined: no throttle of " + RequestDesk.name(said.scope()) + " is proposed until "
                    + Instant.ofEpochMilli(said.until()) + ", unless the surge grows");
            return 0;
        }
    }

    /** {@code breakwater attack}. */
    @Command(
            name = "attack",
            description = {
                "Marks the surge of an incident as an attack. This ends its acceptance.",
                "Breakwater then treats a later surge at the same time of the week as if it were the first.",
                "Without this mark, a surge that came at this time in two of the last eight weeks only warns, "
                        + "unless it has more than doubled."
            })
    public static final class Attack extends RequestCommand {

        @Parameters(paramLabel = "INCIDENT", description = "The incident's id, which alerts show: 12 hex digits.")
        private String incident;

        @Override
        public Integer call() {
            checkIncident(incident);
            Request said = take(super.desk(), Ask.of(Kind.ATTACK, incident));
            super.say("an attack on " + RequestDesk.name(said.scope())
                    + ": it excuses no later surge at this time of the " + "week");
            return 0;
        }
    }

    /** {@code breakwater hold}. */
    @Command(
            name = "hold",
            description = {
                "Keeps the throttle of a function longer, even if the surge is over.",
                "A hold cannot last beyond the end of the lease, which is fixed. breakwater status shows when "
                        + "the lease ends."
            })
    public static final class Hold extends RequestCommand {

        @Mixin
        private Place place;

        @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
        private String function;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "Time from now, such as 30m, 2h or 1d; default: until the end of its lease.")
        private String time;

        @Override
        public Integer call() {
            Duration length = time == null ? Duration.ZERO : length(Kind.HOLD, time);
            Request said = super.ask(Kind.HOLD, function, place, length);
            String until = said.until() < 0
                    ? "to the end of its lease"
                    : "until " + Instant.ofEpochMilli(said.until()) + ", or to the end of its lease";
            super.say("held longer: " + RequestDesk.name(said.scope()) + ' ' + until);
            return 0;
        }
    }

    /** {@code breakwater protect}. */
    @Command(
            name = "protect",
            description = {
                "Protects a function from throttles for a time, and releases its present throttle.",
                "The function still pages. release --again-allowed ends the protection.",
                "To protect a function permanently, give it a policy with \"protect: on\"."
            })
    public static final class Protect extends RequestCommand {

        @Mixin
        private Place place;

        @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
        private String function;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "24h",
                description = "For how long: 1h to 90d (default 24h).")
        private String time;

        @Override
        public Integer call() {
            Request said = super.ask(Kind.PROTECT, function, place, length(Kind.PROTECT, time));
            super.say("protected: no throttle of " + RequestDesk.name(said.scope()) + " until "
                    + Instant.ofEpochMilli(said.until())
                    + ". To end this earlier, run breakwater release --again-allowed "
                    + Levers.quoted(function));
            return 0;
        }
    }

    /** {@code breakwater accept}. */
    @Command(
            name = "accept",
            description = {
                "Accepts the cost of an incident as the new normal for a time.",
                "The alert resolves and the throttle is released. Until this time is over, surges of the function, "
                        + "group or account only warn.",
                "The baseline does not change.",
                "To change the time, accept the incident again; the newest request counts.",
                "For eight weeks, a surge of a function at the same hour of the week only warns, up to twice its size."
            })
    public static final class Accept extends RequestCommand {

        @Parameters(
                paramLabel = "INCIDENT",
                description = "The incident's id, which alerts and pages show: 12 hex digits.")
        private String incident;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = Request.ACCEPTED_DAYS + "d",
                description = "For how long: 1h to 90d (default " + Request.ACCEPTED_DAYS
                        + "d, so that a monthly surge is covered once more).")
        private String time;

        @Option(
                names = "--times",
                paramLabel = "N",
                defaultValue = "2",
                description = "Accept costs up to this multiple of the present cost, 1 to 10 (default 2).")
        private int times;

        @Override
        public Integer call() throws IOException {
            if (incident.startsWith("fleet-")) {
                throw Refusal.usage(incident + " is the alert of many incidents, so accept each listed incident");
            }
            checkIncident(incident);
            Ask ask = Ask.of(Kind.ACCEPT, incident).lasting(length(Kind.ACCEPT, time));
            if (times < 1 || times > Request.MOST_TIMES) throw Refusal.usage("--times must be 1 to 10, not " + times);
            RequestDesk desk = super.desk();
            if (desk.isThrottled(incident)) {
                out().println("the throttle is released, and no limit is set while the surge is accepted");
                out().flush();
            }
            Request said = take(desk, ask.covering(times));
            super.say("accepted until " + Instant.ofEpochMilli(said.until()) + ": no page and no throttle for "
                    + RequestDesk.name(said.scope()) + ", up to " + times + " times its hourly cost");
            return 0;
        }
    }

    static void checkIncident(String incident) {
        if (!incident.matches("[0-9a-f]{12}")) {
            throw Refusal.usage("INCIDENT is 12 hex digits, as in 3f9c2a71b0de; this is " + incident);
        }
    }

    /** Writes the request for the job, or refuses it with one line. */
    static Request take(RequestDesk desk, Ask ask) {
        try {
            return desk.take(ask, "", user(), "cli");
        } catch (NotTaken e) {
            if (e.kind() == NotTaken.Kind.UNCLEAR) throw Refusal.usage(e.getMessage());
            throw Refusal.error(e.getMessage() + (e.kind() == NotTaken.Kind.UNKNOWN ? NEEDS_A_JOB : ""));
        } catch (IOException e) {
            throw Refusal.error("cannot be written to the folder that the job reads: " + e);
        }
    }

    /** Parses {@code --for}. */
    static Duration length(Kind kind, String time) {
        return RequestFiles.length(kind, time)
                .orElseThrow(
                        () -> Refusal.usage("--for takes " + RequestFiles.lengthBounds(kind) + "; this is " + time));
    }
}
