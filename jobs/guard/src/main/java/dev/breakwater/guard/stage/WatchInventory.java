package dev.breakwater.guard.stage;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.Kind;
import dev.breakwater.guard.convert.SilenceEvents;
import dev.breakwater.guard.wire.UnreadPlace;
import dev.breakwater.model.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts if the functions of an account and region cannot be listed, for example because the job may not assume the
 * account's role. A metric stream hides this fault, because samples continue to arrive. The second input, which has
 * every watched account and region once a minute, is the clock. Accounts often fail together, so an account that fails
 * soon after another joins its alert.
 */
public final class WatchInventory extends CoProcessFunction<InventoryChange, Place, AlarmEvent>
        implements CheckpointedFunction {

    private static final Logger LOG = LoggerFactory.getLogger(WatchInventory.class);

    /** How long listings must fail before the alert, which is two listings with the default settings. */
    static final long PATIENCE_MILLIS = 10 * 60_000;

    private static final String LISTING = AwsCall.LIST_FUNCTIONS.subject();

    private transient ListState<UnreadPlace> stored;
    private transient Map<Place, UnreadPlace> unread;
    private transient Set<Place> watched;
    /** The time of the first tick after the start, epoch milliseconds, or 0. */
    private transient long firstTick;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        stored = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("unread-places", UnreadPlace.class));
        unread = new TreeMap<>();
        watched = new HashSet<>();
        for (UnreadPlace u : stored.get()) unread.put(u.place(), u);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        stored.update(new ArrayList<>(unread.values()));
    }

    @Override
    public void processElement1(InventoryChange c, Context context, Collector<AlarmEvent> out) {
        boolean gap = c.kind() == Kind.GAP;
        if (!gap && c.kind() != Kind.GAP_CLOSED || !c.text().startsWith(LISTING)) return;
        long now = context.timerService().currentProcessingTime();
        Place place = c.scope().place();
        if (gap) {
            UnreadPlace u = unread.computeIfAbsent(place, p -> new UnreadPlace(p, now));
            u.why = c.text().substring(LISTING.length()).replaceFirst("^: ", "");
        } else {
            UnreadPlace over = unread.remove(place);
            if (over != null) left(over, now, out);
        }
    }

    @Override
    public void processElement2(Place place, Context context, Collector<AlarmEvent> out) {
        long now = context.timerService().currentProcessingTime();
        if (firstTick == 0) firstTick = now;
        watched.add(place);
        if (now - firstTick >= PATIENCE_MILLIS) forget(now, out);
        UnreadPlace u = unread.get(place);
        if (u == null || !u.alert.isEmpty() || now - u.since < PATIENCE_MILLIS) return;
        u.alert = unread.values().stream()
                .filter(o -> now - o.toldAt < PATIENCE_MILLIS || o.alert.equals(u.key()))
                .map(o -> o.alert)
                .findFirst()
                .orElse(u.key());
        u.toldAt = now;
        LOG.warn("{}: the functions cannot be listed: {}", place, u.why);
        List<UnreadPlace> all = of(u.alert);
        out.collect(SilenceEvents.of(all, all.size() > 1, now));
    }

    /** Ends what is open about accounts and regions that an earlier configuration watched. */
    private void forget(long now, Collector<AlarmEvent> out) {
        for (UnreadPlace u : List.copyOf(unread.values())) {
            if (!watched.contains(u.place())) left(unread.remove(u.place()), now, out);
        }
    }

    private void left(UnreadPlace over, long now, Collector<AlarmEvent> out) {
        if (over.alert.isEmpty()) return;
        LOG.info("{}: the functions can be listed again, or are not watched any more", over.place());
        List<UnreadPlace> others = of(over.alert);
        out.collect(others.isEmpty() ? SilenceEvents.over(over, now) : SilenceEvents.of(others, true, now));
    }

    private List<UnreadPlace> of(String alert) {
        return unread.values().stream().filter(u -> u.alert.equals(alert)).toList();
    }
}
