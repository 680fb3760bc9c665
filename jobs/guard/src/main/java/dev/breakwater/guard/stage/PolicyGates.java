package dev.breakwater.guard.stage;

import dev.breakwater.core.detect.Gates;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import java.io.Serializable;
import java.util.Map;

/** The money gates that policies set. */
final class PolicyGates implements Serializable {

    private static final long serialVersionUID = 1L;

    private final PolicyBook book;

    PolicyGates(PolicyBook book) {
        this.book = book;
    }

    Gates ofFunction(String name, Map<String, String> tags) {
        Policy policy = book.forFunction(name, tags);
        return new Gates(policy.warnNanoPerHour(), policy.pageNanoPerHour(), policy.youngNanoPerHour());
    }

    /** Of a group or account: it has no cap while it is young, its functions have. */
    Gates ofWhole() {
        return new Gates(book.last().warnNanoPerHour(), book.last().pageNanoPerHour(), Long.MAX_VALUE);
    }
}
