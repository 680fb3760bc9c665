package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;

/**
 * The result of one check.
 *
 * @param area     the area of the check: configuration, credentials, permission, tags, folder, state, callbacks,
 *     secret, notify, prices, clock
 * @param what     the checked item, for example a permission or a key of the configuration
 * @param optional whether the configured job runs without the item
 * @param detail   the reason why it is missing or unknown, or the observed value; may be empty; never a secret
 * @param cost the consequence of the missing item; empty if the item exists
 */
record Finding(String area, Where where, String what, Verdict verdict, boolean optional, String detail, String cost) {

    static Finding there(String area, Where where, String what, String detail) {
        return new Finding(area, where, what, Verdict.THERE, false, detail, "");
    }

    static Finding missing(String area, Where where, String what, String detail, String cost) {
        return new Finding(area, where, what, Verdict.MISSING, false, detail, cost);
    }

    static Finding unknown(String area, Where where, String what, String detail, String cost) {
        return new Finding(area, where, what, Verdict.UNKNOWN, false, detail, cost);
    }

    /** Returns the same finding, marked as optional. */
    Finding asOptional() {
        return new Finding(area, where, what, verdict, true, detail, cost);
    }
}
