package dev.breakwater.core.control.decide;

import dev.breakwater.core.model.Severity;

/** Severity from how far it went: a warning, a page, a page beyond the throttle line. */
final class SeverityRule {

    private SeverityRule() {}

    /** @param throttleLine excess of the trailing 60 minutes above which a page is critical, nano-USD */
    static Severity of(boolean paged, long excessHourNano, long throttleLine) {
        if (!paged) return Severity.WARNING;
        return excessHourNano > throttleLine ? Severity.CRITICAL : Severity.ERROR;
    }

    static Severity max(Severity a, Severity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
