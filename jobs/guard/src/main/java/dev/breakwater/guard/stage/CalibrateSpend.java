package dev.breakwater.guard.stage;

import dev.breakwater.engine.calibrate.Calibration.CalibrationRule;
import dev.breakwater.engine.calibrate.Calibration.Charge;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.calibrate.CalibrationState;
import dev.breakwater.engine.calibrate.CalibrationTerms;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.model.DataMinute;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * Compares our count of an account's spend with the charges that AWS reports. A charge waits until the feed is past its
 * minute and no late sample can change our count. After a start, the charges of a day can
 * arrive before its samples.
 */
public final class CalibrateSpend implements KeyedStage<AccountMoney, CalibrationReport> {

    private final CalibrationTerms terms;
    private final int late;
    private transient ValueState<CalibrationState> states;
    private transient MapState<Long, Long> waiting;

    /** @param late the most minutes that a sample may be late */
    public CalibrateSpend(CalibrationTerms terms, int late) {
        this.terms = terms;
        this.late = late;
    }

    @Override
    public void open(RuntimeContext context) {
        states = context.getState(new ValueStateDescriptor<>("calibration", CalibrationState.class));
        waiting = context.getMapState(new MapStateDescriptor<>("charges", Types.LONG, Types.LONG));
    }

    @Override
    public void element(AccountMoney m, StageContext<CalibrationReport> context) throws Exception {
        if (m.charge()) {
            waiting.put(m.minute(), m.nano());
            context.timers().registerEventTimeTimer(Clock.endOf(m.minute() + late));
            return;
        }
        CalibrationState s = state();
        s.spend(m.minute(), m.nano());
        if (m.silentTo() > 0) s.blind(m.silentTo());
        states.update(s);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<CalibrationReport> context) throws Exception {
        CalibrationState s = state();
        TreeMap<Long, Long> due = new TreeMap<>();
        long passed = DataMinute.of(timestamp) - late;
        for (var e : waiting.entries()) if (e.getKey() <= passed) due.put(e.getKey(), e.getValue());
        for (var e : due.entrySet()) {
            waiting.remove(e.getKey());
            Charge charge = new Charge(e.getKey(), e.getValue());
            context.emit(CalibrationReport.of(context.key(), s, CalibrationRule.DEFAULT, terms, charge));
        }
        states.update(s);
    }

    private CalibrationState state() throws Exception {
        CalibrationState s = states.value();
        return s == null ? new CalibrationState() : s;
    }
}
