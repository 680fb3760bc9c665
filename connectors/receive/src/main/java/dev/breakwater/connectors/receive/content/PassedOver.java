package dev.breakwater.connectors.receive.content;

import java.util.Locale;

/** Log lines of kinds of function that are not billed by their calls: counted and not used. */
public enum PassedOver {
    /** A report of a function on Managed Instances: it says how long the call took, and nothing of memory or billing. */
    MANAGED_INSTANCE(""),
    /** Whatever a Web Function logs. */
    WEB_FUNCTION("/aws/lambda/web/"),
    /** Whatever a MicroVM logs. */
    MICROVM("/aws/lambda/microvms/"),
    /** Whatever a capacity provider logs. */
    CAPACITY_PROVIDER("/aws/lambda/capacity-provider/");

    private final String group;

    PassedOver(String group) {
        this.group = group;
    }

    /** The kind of a log group, or null if it is a function's. */
    static PassedOver ofGroup(String logGroup) {
        for (PassedOver kind : values()) {
            if (!kind.group.isEmpty() && logGroup.startsWith(kind.group)) {
                return kind;
            }
        }
        return null;
    }

    /** As written in metrics, for example {@code web-function}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
