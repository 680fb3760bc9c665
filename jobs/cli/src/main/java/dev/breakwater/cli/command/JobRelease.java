package dev.breakwater.cli.command;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.lambda.act.LeaseEnd;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.LedgerFiles;
import dev.breakwater.core.control.Request;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A release by the job that runs: a request is left where it looks, and its ledger says what came of it. */
final class JobRelease {

    /** A checkpoint or two. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Settings settings;
    private final Clock clock;
    private final Nap nap;
    private final Consumer<String> tell;

    /** Lets a moment pass. */
    interface Nap {
        void nap() throws InterruptedException;
    }

    /** @param tell takes why the job did not do it */
    JobRelease(Settings settings, Clock clock, Nap nap, Consumer<String> tell) {
        this.settings = settings;
        this.clock = clock;
        this.nap = nap;
        this.tell = tell;
    }

    /** What the job did; nothing where it cannot or does not, which is told. */
    Optional<LeaseEnd> release(String function, String account, String region)
            throws IOException, InterruptedException {
        if (!RequestFiles.isHeard(RunPlaces.requests(settings), clock.millis()))
            return not("no job looks into " + settings.requestsPath());
        try {
            Ask ask = new Ask(Request.Kind.RELEASE, "", function, account, region, Duration.ZERO);
            Request left = new RequestDesk(settings, clock).take(ask, "", System.getProperty("user.name", ""), "cli");
            return await(left);
        } catch (NotTaken e) {
            return not("to the job " + e.getMessage());
        }
    }

    private Optional<LeaseEnd> await(Request left) throws IOException, InterruptedException {
        Path ledger = RunPlaces.acts(settings);
        long deadline = clock.millis() + PATIENCE.toMillis();
        Answer answer = new Answer(left);
        while (!answer.isThere() && clock.millis() < deadline) {
            nap.nap();
            answer = new Answer(left);
            LedgerFiles.effects(ledger, answer::hear);
        }
        if (!answer.isThere()) return not("the job has not done it in " + PATIENCE.toSeconds() + " s");
        return answer.end == null ? not("the job says " + answer.said) : Optional.of(answer.end);
    }

    private Optional<LeaseEnd> not(String why) {
        tell.accept(why);
        return Optional.empty();
    }

    /** What the ledger says of a request: that it was taken, and what was done since it was left, in either order. */
    private static final class Answer {
        private final Request left;
        private String said = "";
        private LeaseEnd end;

        Answer(Request left) {
            this.left = left;
        }

        boolean isThere() {
            return end != null || said.contains(": over: ");
        }

        void hear(Effect e) {
            if (e.outcome() == EffectOutcome.REQUESTED) {
                if (e.intent().equals(left.id())) said = e.detail();
                return;
            }
            // two tasks write the two lines: the release may be there before the line that it was asked for
            boolean ofIt = (!said.isEmpty() || e.at() >= left.at())
                    && !e.throttle()
                    && e.function().equals(left.scope().key())
                    && e.account().equals(left.scope().account())
                    && e.region().equals(left.scope().region());
            if (ofIt && end == null) end = new LeaseEnd(e.limitRef(), e.outcome(), null, e.restored(), e.detail());
        }
    }
}
