package dev.breakwater.guard.live;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmPost;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.core.limit.Call;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.watch.ActWatch;
import dev.breakwater.core.watch.ActWatch.ActEvent;
import dev.breakwater.guard.Channel;
import dev.breakwater.guard.convert.ActEvents;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.limit.ActListener;
import dev.breakwater.guard.page.PageDesk;
import dev.breakwater.guard.page.PageLink;
import dev.breakwater.guard.page.PageUpdate;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells people, beside the stream of alarms, that acts do not work, and that they work again. */
public final class ActAlarms implements ActListener {

    private static final Logger LOG = LoggerFactory.getLogger(ActAlarms.class);
    private static final long LOOK_EVERY_SECONDS = 30;

    private final ActWatch watch;
    private final List<AlarmPost> posts;
    private final Map<String, Boolean> stopped = new HashMap<>();
    private AlarmRoutes routes;
    private final Pages pages;
    private final ScheduledExecutorService clock;

    /**
     * The pages of these incidents.
     *
     * @param owner  the name of this instance
     * @param folder where they are written, empty: nowhere
     * @param url    where people reach them, or empty
     * @param books  where the configurations are kept that were taken up, empty: nowhere
     */
    public record Pages(String owner, String folder, String url, String books) implements Serializable {

        /** Where the configuration stays as it is. */
        public Pages(String owner, String folder, String url) {
            this(owner, folder, url, "");
        }
    }

    private ActAlarms(ActWatch watch, List<AlarmPost> posts, AlarmRoutes routes, Pages pages) {
        this.watch = watch;
        this.posts = posts;
        this.routes = routes;
        this.pages = pages;
        clock = Executors.newSingleThreadScheduledExecutor(ActAlarms::daemon);
        clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Tells the channels that take alarms.
     *
     * @param routes  which of them hears what
     * @param regions a region of each account in which we act
     */
    public static ActListener.Factory to(
            List<Channel> channels, AlarmRoutes routes, Map<String, String> regions, Pages pages) {
        return to(channels, routes, regions, pages, ActWatch.KNOWN_AFTER);
    }

    /** The same with another wait for all that fails to be known. */
    public static ActListener.Factory to(
            List<Channel> channels, AlarmRoutes routes, Map<String, String> regions, Pages pages, Duration knownAfter) {
        ArrayList<OutboxSink> sinks = new ArrayList<>();
        for (Channel channel : channels) if (channel.takesAlarms()) sinks.add(channel.sink());
        HashMap<String, String> accounts = new HashMap<>(regions);
        return metrics -> new ActAlarms(watch(accounts, knownAfter), posts(sinks, metrics), routes, pages);
    }

    private static ActWatch watch(Map<String, String> regions, Duration knownAfter) {
        ActWatch watch = new ActWatch(knownAfter);
        long now = System.currentTimeMillis();
        regions.forEach((account, region) -> watch.watches(account, region, now));
        return watch;
    }

    private static List<AlarmPost> posts(List<OutboxSink> sinks, MetricGroup metrics) {
        List<AlarmPost> posts = new ArrayList<>();
        for (OutboxSink sink : sinks) posts.add(sink.post(metrics.addGroup("cannot-act", "" + posts.size())));
        return posts;
    }

    @Override
    public synchronized void answered(String account, String region, Call.Answer answer, boolean throttles) {
        ActEvents.report(account, region, answer, throttles)
                .flatMap(watch::seen)
                .ifPresent(this::tell);
    }

    @Override
    public synchronized void settled(String account, String region, String function, Lever lever) {
        ActEvents.settled(account, region, function, lever, System.currentTimeMillis())
                .forEach(report -> watch.seen(report).ifPresent(this::tell));
    }

    /** Another configuration holds: from now on its routes say who is told. */
    @Override
    public synchronized void revision(String id) {
        if (pages.books().isEmpty()) return;
        try {
            routes = AlarmRoutes.of(BookReader.kept(Folders.of(pages.books()), id));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Who is told that acts do not work stays as it was: {}", e.toString());
        }
    }

    @Override
    public synchronized void began(String account, String region, String former) {
        if (former.isEmpty() || former.equals(pages.owner())) return;
        tell(ActEvents.ledger(former, account, region, false, "", System.currentTimeMillis()));
    }

    @Override
    public synchronized void ledger(String account, String region, boolean stops, String why) {
        // the run before may have told that it stops
        Boolean told = stopped.put(account + region, stops);
        if (told != null && told == stops) return;
        if (stops) LOG.warn("{} {}: the ledger lets no throttle begin: {}", account, region, why);
        else LOG.info("{} {}: the ledger can be written", account, region);
        tell(ActEvents.ledger(pages.owner(), account, region, stops, why, System.currentTimeMillis()));
    }

    @Override
    public synchronized void superseded(String account, String region, String why) {
        tell(ActEvents.superseded(pages.owner(), account, region, why, System.currentTimeMillis()));
    }

    private synchronized void look() {
        watch.look(System.currentTimeMillis()).forEach(this::tell);
    }

    private void tell(ActEvent event) {
        LOG.atLevel(event.type() == ActEvent.Type.RESOLVE ? Level.INFO : Level.WARN)
                .log("Acts in account {}: {} {} {}", event.account(), event.type(), event.limit(), event.reason());
        tell(ActEvents.of(event));
    }

    private void tell(AlarmEvent event) {
        AlarmEvent alarm = routes.send(new PageLink(pages.url()).map(event), name -> Map.of());
        posts.forEach(post -> post.offer(alarm));
        if (!pages.folder().isEmpty()) PageDesk.tell(pages.folder(), PageUpdate.of(alarm));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        posts.forEach(AlarmPost::close);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "breakwater-cannot-act");
        thread.setDaemon(true);
        return thread;
    }
}
