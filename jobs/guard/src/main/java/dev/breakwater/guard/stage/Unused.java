package dev.breakwater.guard.stage;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.model.Scope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reports each deployed function of an account and region once if it was not called for 30 days. Only days with data
 * count, because a silent feed does not mean that functions are unused.
 */
public final class Unused extends KeyedCoProcessFunction<String, InventoryChange, DaySpend, InventoryChange> {

    /** The number of days without a call after which a function counts as unused. */
    static final int DAYS = 30;

    private static final long TOLD = Long.MAX_VALUE;
    private static final long DAY_MILLIS = 86_400_000L;

    /**
     * For each deployed function, the value of {@link #days} when the function was last used or found. After the
     * function was reported, the value is {@link #TOLD}.
     */
    private transient MapState<String, Long> used;
    /** The number of days with data, and the newest such day. */
    private transient ValueState<Long> days;

    private transient ValueState<Long> newest;

    @Override
    public void open(OpenContext context) {
        used = getRuntimeContext().getMapState(new MapStateDescriptor<>("used", Types.STRING, Types.LONG));
        days = getRuntimeContext().getState(new ValueStateDescriptor<>("days", Types.LONG));
        newest = getRuntimeContext().getState(new ValueStateDescriptor<>("newest", Types.LONG));
    }

    @Override
    public void processElement1(InventoryChange c, Context context, Collector<InventoryChange> out) throws Exception {
        switch (c.kind()) {
            case FOUND -> used.put(c.scope().key(), count());
            case GONE -> used.remove(c.scope().key());
            default -> {}
        }
    }

    @Override
    public void processElement2(DaySpend spend, Context context, Collector<InventoryChange> out) throws Exception {
        Long last = newest.value();
        if (last == null || spend.day() > last) {
            newest.update(spend.day());
            days.update(count() + 1);
            tell(spend, out);
        }
        String function = spend.scope().key();
        if (spend.calls() > 0 && used.contains(function)) used.put(function, count());
    }

    private void tell(DaySpend spend, Collector<InventoryChange> out) throws Exception {
        List<String> unused = new ArrayList<>();
        for (Map.Entry<String, Long> entry : used.entries()) {
            if (entry.getValue() != TOLD && count() - entry.getValue() > DAYS) unused.add(entry.getKey());
        }
        String since = LocalDate.ofEpochDay(spend.day() - DAYS).toString();
        long at = (spend.day() + 1) * DAY_MILLIS;
        for (String function : unused) {
            used.put(function, TOLD);
            Scope idle = Scope.function(spend.scope().account(), spend.scope().region(), function);
            out.collect(InventoryChange.unused(idle, since, at));
        }
    }

    private long count() throws Exception {
        Long value = days.value();
        return value == null ? 0 : value;
    }
}
