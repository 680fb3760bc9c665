package dev.breakwater.exposure.model;

import dev.breakwater.exposure.model.FunctionReading.Capacity;

/**
 * The concurrency of one account and region.
 *
 * @param concurrent concurrent executions of all functions, or {@link Capacity#NONE} if it could not be read
 * @param unreserved concurrent executions that no function has reserved, or {@link Capacity#NONE}
 */
public record AccountReading(String account, String region, int concurrent, int unreserved) {

    public boolean read() {
        return concurrent >= 0;
    }

    /**
     * A part of an account that could not be read.
     *
     * @param what       the call and its subject
     * @param why        AWS's answer
     * @param permission the missing permission, or empty if there is another reason
     * @param without    the missing conclusion
     */
    public record Gap(String what, String why, String permission, String without) {

        /** Returns the gap as one line of text. */
        public String text() {
            String need = permission.isEmpty() ? "" : " (needs " + permission + ")";
            return what + ": " + why + need + ": " + without;
        }
    }
}
