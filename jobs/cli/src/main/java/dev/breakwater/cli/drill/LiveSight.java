package dev.breakwater.cli.drill;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the wall clock, the decisions in the ledger's folder, the job's /metrics, and the signal that ends the drill.
 */
final class LiveSight implements Drill.Sight {

    /**
     * The counters of all receivers that get incidents. If a receiver gets only changes of limits, its counter does not
     * show that a page was sent.
     */
    private static final Pattern SENT =
            Pattern.compile("(?m)^\\w*breakwater_notify_sent_total(?!.*receiver=\"notify-changes).* ([0-9.E]+)$");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LOOK_EVERY = 5;

    private final RunFolder ledger;
    private final Scope canary;
    private final URI metrics;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private List<DecisionRow> told = List.of();
    private int looks;

    /** @param metrics the address of the job's metrics, or null */
    LiveSight(Path ledger, Scope canary, URI metrics) {
        this.ledger = new RunFolder(ledger);
        this.canary = canary;
        this.metrics = metrics;
    }

    void interrupt() {
        interrupted.countDown();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void nap() throws InterruptedException {
        // an interrupt ends the flood at once, but the canary's value is still checked each second
        if (isInterrupted()) TimeUnit.SECONDS.sleep(1);
        else interrupted.await(1, TimeUnit.SECONDS);
    }

    @Override
    public boolean isInterrupted() {
        return interrupted.getCount() == 0;
    }

    /** Reads the files again only at intervals, because they may cover several months. */
    @Override
    public List<DecisionRow> told(Instant since) throws IOException {
        if (looks++ % LOOK_EVERY == 0) {
            told = ledger.rows(LedgerFile.DECISIONS, d -> !d.at().isBefore(since) && isOfTheCanary(d));
        }
        return told;
    }

    private boolean isOfTheCanary(DecisionRow d) {
        return canary.key().equals(d.where().function())
                && canary.account().equals(d.where().account())
                && canary.region().equals(d.where().region());
    }

    @Override
    public OptionalLong sent() {
        if (metrics == null) return OptionalLong.empty();
        try {
            HttpRequest get = HttpRequest.newBuilder(metrics).timeout(PATIENCE).build();
            Matcher sent = SENT.matcher(http.send(get, BodyHandlers.ofString()).body());
            double all = 0;
            boolean any = false;
            for (; sent.find(); any = true) all += Double.parseDouble(sent.group(1));
            return any ? OptionalLong.of((long) all) : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
