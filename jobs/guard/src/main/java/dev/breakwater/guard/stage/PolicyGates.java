package dev.breakwater.guard.stage;

import dev.breakwater.core.detect.Gates;
import dev.breakwater.core.policy.Lines;
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
        return of(policy, policy.youngNanoPerHour());
    }

    /** The gates of a group or account: it has no cap while it is young, because its functions have one. */
    Gates ofWhole() {
        return of(book.last(), Long.MAX_VALUE);
    }

    private static Gates of(Policy policy, long youngNano) {
        // control, which knows the account's usual spend, requires more
        Lines least = policy.lines(0);
        return new Gates(
                least.warnNano(), least.pageNano(), youngNano, policy.auto().any());
    }
}
