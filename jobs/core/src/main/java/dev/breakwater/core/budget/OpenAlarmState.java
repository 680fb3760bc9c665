package dev.breakwater.core.budget;

import dev.breakwater.core.control.Finding;

/** An open alarm. Flink stores this class. */
public final class OpenAlarmState {
    public String incident = "";
    public boolean page;
    /** First minute that the alarm covers, and the minute in which it was reported. */
    public long onset;

    public long toldMinute;
    public Finding found = Finding.NONE;
    public BudgetFigures figures = BudgetFigures.NONE;

    public OpenAlarmState() {}
}
