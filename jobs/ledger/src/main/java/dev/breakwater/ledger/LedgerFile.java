package dev.breakwater.ledger;

import dev.breakwater.ledger.folder.SegmentedFile;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * A kind of file with one JSON object in each line.
 *
 * @param name name of the file in the folder of a run; older parts are {@link SegmentedFile}
 * @param row  the record that a line contains
 */
public record LedgerFile<T>(String name, Class<T> row) implements Serializable {

    public static final LedgerFile<Incident> INCIDENTS = new LedgerFile<>("incidents.jsonl", Incident.class);
    /** A live run rewrites this file repeatedly. */
    public static final LedgerFile<Incident> OPEN = new LedgerFile<>("open.jsonl", Incident.class);

    public static final LedgerFile<AlarmMinuteRow> ALARMS = new LedgerFile<>("alarms.jsonl", AlarmMinuteRow.class);
    public static final LedgerFile<DecisionRow> DECISIONS = new LedgerFile<>("decisions.jsonl", DecisionRow.class);
    public static final LedgerFile<SpendRow> SPEND = new LedgerFile<>("spend.jsonl", SpendRow.class);
    public static final LedgerFile<BudgetRow> BUDGETS = new LedgerFile<>("budgets.jsonl", BudgetRow.class);
    public static final LedgerFile<CalibrationRow> CALIBRATION =
            new LedgerFile<>("calibration.jsonl", CalibrationRow.class);
    public static final LedgerFile<ReadinessRow> READINESS = new LedgerFile<>("readiness.jsonl", ReadinessRow.class);
    public static final LedgerFile<RejectRow> REJECTS = new LedgerFile<>("rejects.jsonl", RejectRow.class);
    public static final LedgerFile<InventoryRow> INVENTORY =
            new LedgerFile<>("inventory-rows.jsonl", InventoryRow.class);
    /** A live run rewrites this file repeatedly, like {@link #HEARTBEAT}. */
    public static final LedgerFile<FleetRow> FLEET = new LedgerFile<>("fleet.jsonl", FleetRow.class);

    public static final LedgerFile<HeartbeatRow> HEARTBEAT = new LedgerFile<>("heartbeat.json", HeartbeatRow.class);
    /** The job rewrites this file when the configuration file changes, and at each start. */
    public static final LedgerFile<ConfigurationRow> CONFIGURATION =
            new LedgerFile<>("configuration.json", ConfigurationRow.class);
    /** Each start of a job rewrites this file. */
    public static final LedgerFile<AccountRow> ACCOUNTS = new LedgerFile<>("accounts.jsonl", AccountRow.class);

    public static final LedgerFile<PlotRow> PLOTS = new LedgerFile<>("plots.jsonl", PlotRow.class);
    /** The minutes of incidents, from which their charts are made. A recording has {@link #PLOTS} instead. */
    public static final LedgerFile<PlotRow.Point> POINTS = new LedgerFile<>("points.jsonl", PlotRow.Point.class);

    /** The attacks that were injected into a recording. */
    public static final LedgerFile<AttackRow> ATTACKS = new LedgerFile<>("attacks.jsonl", AttackRow.class);

    public Path in(Path folder) {
        return folder.resolve(name);
    }
}
