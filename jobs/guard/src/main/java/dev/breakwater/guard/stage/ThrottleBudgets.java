package dev.breakwater.guard.stage;

import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * Stores the state of a group's members, keyed by group. While a budget orders a throttle of the group, this stage
 * sends control an order for each member every minute. Messages are collected until their arrival minute ends, so that
 * their order has no effect. If the budget does not repeat its order, this stage sends no more orders, and control
 * releases the throttles.
 */
public final class ThrottleBudgets implements KeyedStage<GroupWord, Assessment> {

    /** If a member has had no new state for this long, it gets no order, because its present state is unknown. */
    private static final int FORGET_AFTER_MINUTES = 1440;

    private final GuardSettings settings;
    /** The messages that arrived, by the key {@code arrival minute|sender}. */
    private transient MapState<String, GroupWord> arrived;
    /** The newest state of each member, by the function's key. */
    private transient MapState<String, GroupWord> members;

    public ThrottleBudgets(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(RuntimeContext context) {
        arrived = context.getMapState(
                new MapStateDescriptor<>("arrived", Types.STRING, TypeInformation.of(GroupWord.class)));
        members = context.getMapState(
                new MapStateDescriptor<>("members", Types.STRING, TypeInformation.of(GroupWord.class)));
    }

    @Override
    public void element(GroupWord word, StageContext<Assessment> context) throws Exception {
        long arrival = DataMinute.of(context.timestamp());
        boolean order = word.order() != null;
        String who = order ? word.order().incident() : word.standing().scope().functionId();
        arrived.put(arrival + "|" + who, word);
        context.timers().registerEventTimeTimer(Clock.endOf(arrival));
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Assessment> context) throws Exception {
        long arrival = DataMinute.of(timestamp);
        List<BudgetOrder> orders = take(arrival);
        Group group = settings.first().policies().group(context.key());
        Map<String, Assessment> standing = standing(group, arrival);
        for (BudgetOrder order : orders) {
            for (Assessment member : standing.values()) {
                boolean meant = order.account().equals(Scope.WHOLE)
                        || order.account().equals(member.scope().account());
                if (meant) context.emit(member.ordered(order.incident()));
            }
        }
    }

    /** Processes the messages up to a minute, and returns that minute's orders, sorted. */
    private List<BudgetOrder> take(long through) throws Exception {
        List<BudgetOrder> orders = new ArrayList<>();
        Iterator<Map.Entry<String, GroupWord>> entries = arrived.iterator();
        while (entries.hasNext()) {
            Map.Entry<String, GroupWord> entry = entries.next();
            if (arrivalOf(entry.getKey()) > through) continue;
            GroupWord word = entry.getValue();
            if (word.order() != null) orders.add(word.order());
            else members.put(word.standing().scope().functionId(), word);
            entries.remove();
        }
        if (arrived.isEmpty()) arrived.clear();
        orders.sort(Comparator.comparing(BudgetOrder::incident));
        return orders;
    }

    private static long arrivalOf(String key) {
        return Long.parseLong(key, 0, key.indexOf('|'), 10);
    }

    /** Returns the present members of the group, by key. Former members are removed. */
    private Map<String, Assessment> standing(Group group, long arrival) throws Exception {
        Map<String, Assessment> standing = new TreeMap<>();
        Iterator<Map.Entry<String, GroupWord>> entries = members.iterator();
        while (entries.hasNext()) {
            Map.Entry<String, GroupWord> member = entries.next();
            Assessment newest = member.getValue().standing();
            boolean fresh = newest.minute() > arrival - FORGET_AFTER_MINUTES;
            boolean in = group != null
                    && group.match()
                            .matches(newest.scope().key(), member.getValue().tags());
            if (fresh && in) standing.put(member.getKey(), newest);
            else entries.remove();
        }
        if (standing.isEmpty()) members.clear();
        return standing;
    }
}
